-- Requests of known clients that were refused. Equal ones within a minute are one row.
create table refused_request (
  refusal_id          varchar(64)              not null primary key,
  first_at            timestamp with time zone not null,
  last_at             timestamp with time zone not null,
  times               bigint                   not null,
  status              integer                  not null,
  rule                varchar(128)             not null,
  operation           varchar(255)             not null,
  target              varchar(255)             not null,
  object_id           varchar(64),
  client              varchar(255)             not null,
  actor               varchar(255),
  agent_id            varchar(255),
  customer            varchar(255),
  correlation_id      varchar(128)             not null,
  last_correlation_id varchar(128)             not null
);
create index refused_request_first_at on refused_request (first_at desc, refusal_id desc);
create index refused_request_actor on refused_request (actor, first_at desc, refusal_id desc);
create index refused_request_agent on refused_request (agent_id, first_at desc, refusal_id desc);
create index refused_request_customer on refused_request (customer, first_at desc, refusal_id desc);
create index refused_request_operation on refused_request (operation, first_at desc, refusal_id desc);
create index refused_request_object on refused_request (object_id, first_at desc, refusal_id desc);
create index refused_request_correlation on refused_request (correlation_id);
create index refused_request_last_correlation on refused_request (last_correlation_id);
