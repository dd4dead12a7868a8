-- The log. Positions (global_index) are dense and assigned by the appender: no identity column, no sequence.
create table domain_event (
  global_index         bigint                   not null primary key,
  event_identifier     varchar(36)              not null,
  aggregate_identifier varchar(255)             not null,
  sequence_number      bigint                   not null,
  type                 varchar(255)             not null,
  time_stamp           timestamp with time zone not null,
  payload_type         varchar(255)             not null,
  payload_revision     varchar(255)             not null,
  payload              bytea                    not null,
  meta_data            bytea                    not null,
  constraint domain_event_identifier unique (event_identifier),
  constraint domain_event_sequence unique (aggregate_identifier, sequence_number)
);

-- One row, locked for the length of a transaction that appends.
create table domain_event_lock (
  id integer not null primary key
);
insert into domain_event_lock (id) values (1);

create table snapshot_event (
  event_identifier     varchar(36)              not null,
  aggregate_identifier varchar(255)             not null,
  sequence_number      bigint                   not null,
  type                 varchar(255)             not null,
  time_stamp           timestamp with time zone not null,
  payload_type         varchar(255)             not null,
  payload_revision     varchar(255),
  payload              bytea                    not null,
  meta_data            bytea,
  constraint snapshot_event_pk primary key (aggregate_identifier, sequence_number),
  constraint snapshot_event_identifier unique (event_identifier)
);

-- How far each segment of each projection has got, and which process works on it.
create table projection_token (
  processor_name varchar(255) not null,
  segment        integer      not null,
  token          bytea,
  token_type     varchar(255),
  time_stamp     varchar(255),
  owner          varchar(255),
  constraint projection_token_pk primary key (processor_name, segment)
);

-- Events that a projection could not take in, and those of the same aggregate behind them.
create table dead_letter (
  dead_letter_id        varchar(255) not null,
  processing_group      varchar(255) not null,
  sequence_identifier   varchar(255) not null,
  sequence_index        bigint       not null,
  message_type          varchar(255) not null,
  event_identifier      varchar(255) not null,
  time_stamp            varchar(255) not null,
  payload_type          varchar(255) not null,
  payload_revision      varchar(255),
  payload               bytea        not null,
  meta_data             bytea,
  aggregate_type        varchar(255),
  aggregate_identifier  varchar(255),
  sequence_number       bigint,
  token_type            varchar(255),
  token                 bytea,
  enqueued_at           varchar(255) not null,
  last_touched          varchar(255),
  processing_started    varchar(255),
  cause_type            varchar(255),
  cause_message         varchar(1023),
  diagnostics           bytea,
  constraint dead_letter_pk primary key (dead_letter_id),
  constraint dead_letter_sequence unique (processing_group, sequence_identifier, sequence_index)
);

-- Numbers of work items and cases (WI and ten digits), taken in blocks of 50.
create sequence work_item_number start with 500001 increment by 50;

-- The answers to commands that came with an Idempotency-Key. No status: the command is still running.
create table idempotency_record (
  caller          varchar(255)             not null,
  path            varchar(512)             not null,
  idempotency_key varchar(255)             not null,
  fingerprint     varchar(64)              not null,
  attempt         varchar(36)              not null,
  started_at      timestamp with time zone not null,
  status          integer,
  headers         varchar(4000),
  body            bytea,
  position        bigint,
  constraint idempotency_record_pk primary key (caller, path, idempotency_key)
);
create index idempotency_record_started_at on idempotency_record (started_at);
