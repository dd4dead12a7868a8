-- What the simulated SM-DP+ would keep in a database of its own. No aggregate and no projection reads it.

create sequence simulated_smdp_profile_number start with 1;
create sequence simulated_smdp_iccid_number start with 1;

create table simulated_smdp_profile (
  iccid          varchar(20)              not null primary key,
  profile_number bigint                   not null,
  profile_type   varchar(255),
  state          varchar(16)              not null,
  eid            varchar(32),
  matching_id    varchar(64),
  ordered_at     timestamp with time zone not null,
  constraint simulated_smdp_profile_number_unique unique (profile_number),
  constraint simulated_smdp_matching_id_unique unique (matching_id)
);
create index simulated_smdp_profile_free on simulated_smdp_profile (state, profile_type);

-- The calls that were answered, and how. The effects of a call are counted where the profiles change.
-- Messages have up to 500 characters, some of which H2 counts as two.
create table simulated_smdp_call (
  function_name varchar(16)              not null,
  call_id       varchar(64)              not null,
  iccid         varchar(20),
  subject_code  varchar(32),
  reason_code   varchar(32),
  message       varchar(1000),
  asked         integer                  not null,
  effects       integer                  not null,
  answered_at   timestamp with time zone not null,
  constraint simulated_smdp_call_pk primary key (function_name, call_id)
);
create index simulated_smdp_call_iccid on simulated_smdp_call (iccid);

-- One row: how it behaves, for all processes.
create table simulated_smdp_behaviour (
  id               integer not null primary key,
  function_name    varchar(16),
  delay_millis     bigint  not null,
  refusal          varchar(1000),
  down             boolean not null,
  fail_next        integer not null,
  answer_lost_next integer not null
);
insert into simulated_smdp_behaviour values (1, null, 0, null, false, 0, 0);
