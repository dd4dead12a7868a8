-- All events by what auditors look for, each of them once. What they hold is in the log.
create table audit_entry (
  aggregate_id    varchar(255)             not null,
  sequence_number bigint                   not null,
  position        bigint                   not null,
  occurred_at     timestamp with time zone not null,
  type            varchar(255)             not null,
  kind            varchar(64),
  actor           varchar(255),
  client          varchar(255),
  agent_id        varchar(255),
  correlation_id  varchar(255),
  customer        varchar(255),
  other_customer  varchar(255),
  constraint audit_entry_pk primary key (aggregate_id, sequence_number)
);
create index audit_entry_time on audit_entry (occurred_at desc, position desc);
create index audit_entry_actor on audit_entry (actor, occurred_at desc, position desc);
create index audit_entry_agent on audit_entry (agent_id, occurred_at desc, position desc);
create index audit_entry_correlation on audit_entry (correlation_id, occurred_at desc, position desc);
create index audit_entry_customer on audit_entry (customer, occurred_at desc, position desc);
create index audit_entry_other_customer on audit_entry (other_customer, occurred_at desc, position desc);
create index audit_entry_type on audit_entry (type, occurred_at desc, position desc);

-- Who has read what through the audit API.
create table audit_read (
  read_id        varchar(36)              not null primary key,
  read_at        timestamp with time zone not null,
  operation      varchar(64)              not null,
  kind           varchar(64),
  object_id      varchar(255),
  asked          varchar(1000),
  exported       boolean                  not null,
  client         varchar(255),
  actor          varchar(255)             not null,
  agent_id       varchar(255),
  customer       varchar(255),
  correlation_id varchar(128)             not null
);
create index audit_read_time on audit_read (read_at desc, read_id desc);
create index audit_read_actor on audit_read (actor, read_at desc, read_id desc);
create index audit_read_agent on audit_read (agent_id, read_at desc, read_id desc);
create index audit_read_customer on audit_read (customer, read_at desc, read_id desc);
create index audit_read_object on audit_read (object_id, read_at desc, read_id desc);
create index audit_read_operation on audit_read (operation, read_at desc, read_id desc);
create index audit_read_correlation on audit_read (correlation_id);
