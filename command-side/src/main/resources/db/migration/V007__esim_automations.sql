-- The eSIM orders that are not fulfilled yet.
create table esim_fulfilment (
  order_id       varchar(36)  not null primary key,
  correlation_id varchar(128) not null
);

-- A task queue (db-scheduler).
create table fulfil_esim_order (
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
  constraint fulfil_esim_order_pk primary key (task_name, task_instance)
);
create index fulfil_esim_order_due on fulfil_esim_order (execution_time);
create index fulfil_esim_order_alive on fulfil_esim_order (last_heartbeat);
