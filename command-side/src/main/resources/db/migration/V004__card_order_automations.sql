-- The orders that the card management system is to carry out. An order waits for those before it in its lane: the orders
-- for the same card, or on the same arrangement.
create table card_system_order (
  work_item_id   varchar(12)  not null primary key,
  lane           varchar(128) not null,
  correlation_id varchar(128) not null,
  approved_at    bigint,
  failing_since  timestamp with time zone,
  suspended      boolean      not null default false
);
create index card_system_order_lane on card_system_order (lane, approved_at);

-- The lost cards that the card management system is to suspend, before it carries out what waits in the lane.
create table card_suspension (
  work_item_id       varchar(12)  not null primary key,
  lane               varchar(128) not null,
  card_id            varchar(64)  not null,
  serial_number      varchar(255) not null,
  customer_number    varchar(64)  not null,
  replacement_reason varchar(64)  not null,
  correlation_id     varchar(128) not null,
  failing            boolean      not null default false
);
create index card_suspension_lane on card_suspension (lane);

-- Task queues (db-scheduler).
create table send_to_card_system (
  task_name            varchar(100)             not null,
  task_instance        varchar(100)             not null,
  task_data            bytea,
  execution_time       timestamp with time zone not null,
  picked               boolean                  not null,
  picked_by            varchar(100),
  last_success         timestamp with time zone,
  last_failure         timestamp with time zone,
  consecutive_failures integer,
  last_heartbeat       timestamp with time zone,
  version              bigint                   not null,
  priority             smallint,
  constraint send_to_card_system_pk primary key (task_name, task_instance)
);
create index send_to_card_system_due on send_to_card_system (execution_time);
create index send_to_card_system_alive on send_to_card_system (last_heartbeat);

create table suspend_lost_card (
  task_name            varchar(100)             not null,
  task_instance        varchar(100)             not null,
  task_data            bytea,
  execution_time       timestamp with time zone not null,
  picked               boolean                  not null,
  picked_by            varchar(100),
  last_success         timestamp with time zone,
  last_failure         timestamp with time zone,
  consecutive_failures integer,
  last_heartbeat       timestamp with time zone,
  version              bigint                   not null,
  priority             smallint,
  constraint suspend_lost_card_pk primary key (task_name, task_instance)
);
create index suspend_lost_card_due on suspend_lost_card (execution_time);
create index suspend_lost_card_alive on suspend_lost_card (last_heartbeat);

create table expire_proposal (
  task_name            varchar(100)             not null,
  task_instance        varchar(100)             not null,
  task_data            bytea,
  execution_time       timestamp with time zone not null,
  picked               boolean                  not null,
  picked_by            varchar(100),
  last_success         timestamp with time zone,
  last_failure         timestamp with time zone,
  consecutive_failures integer,
  last_heartbeat       timestamp with time zone,
  version              bigint                   not null,
  priority             smallint,
  constraint expire_proposal_pk primary key (task_name, task_instance)
);
create index expire_proposal_due on expire_proposal (execution_time);
create index expire_proposal_alive on expire_proposal (last_heartbeat);
