-- What operators have discarded stays held up, and is tried again only when a process starts.
alter table projection_dead_letter add column discarded_at timestamp with time zone;
alter table projection_dead_letter add column discarded_by varchar(255);
alter table projection_dead_letter add column discard_reason varchar(1000);

-- What operators have done, for auditors.
create table operator_action (
  action_id      varchar(36)              not null primary key,
  acted_at       timestamp with time zone not null,
  operation      varchar(64)              not null,
  object_id      varchar(255),
  asked          varchar(1000),
  client         varchar(255),
  actor          varchar(255)             not null,
  agent_id       varchar(255),
  correlation_id varchar(128)             not null
);
create index operator_action_time on operator_action (acted_at desc, action_id desc);
create index operator_action_actor on operator_action (actor, acted_at desc, action_id desc);
create index operator_action_agent on operator_action (agent_id, acted_at desc, action_id desc);
create index operator_action_object on operator_action (object_id, acted_at desc, action_id desc);
create index operator_action_operation on operator_action (operation, acted_at desc, action_id desc);
create index operator_action_correlation on operator_action (correlation_id);
