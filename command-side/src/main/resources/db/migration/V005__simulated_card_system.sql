-- What the simulated card management system would keep in a database of its own. No aggregate and no projection reads it.

create sequence simulated_card_number start with 1000001;
create sequence simulated_card_request_number start with 1;

create table simulated_card (
  card_id       varchar(64)  not null primary key,
  serial_number varchar(255) not null,
  status        varchar(16)  not null
);

-- Refusals have up to 500 characters, some of which H2 counts as two.
-- The requests that were answered, and how. The effects of a request are counted where the cards change.
create table simulated_card_request (
  idempotency_key   varchar(32)              not null primary key,
  work_item_id      varchar(12)              not null,
  request_number    bigint                   not null,
  kind              varchar(32)              not null,
  card_id           varchar(64),
  refusal           varchar(1000),
  new_card_id       varchar(64),
  new_serial_number varchar(255),
  asked             integer                  not null,
  effects           integer                  not null,
  processed_at      timestamp with time zone not null,
  constraint simulated_card_request_number_unique unique (request_number)
);

-- One row: how the system behaves, for all processes.
create table simulated_card_system_behaviour (
  id               integer not null primary key,
  delay_millis     bigint  not null,
  refusal          varchar(1000),
  down             boolean not null,
  fail_next        integer not null,
  answer_lost_next integer not null,
  answer_twice     boolean not null
);
insert into simulated_card_system_behaviour values (1, 0, null, false, 0, 0, false);
