-- The accepted sales leads that have no outcome yet.
create table sales_lead_on_its_way (
  lead_id        varchar(36)  not null primary key,
  correlation_id varchar(128) not null,
  co_order_id    varchar(64),
  looks          integer      not null
);
create index sales_lead_on_its_way_order on sales_lead_on_its_way (co_order_id);

-- Task queue (db-scheduler).
create table send_sales_lead (
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
  constraint send_sales_lead_pk primary key (task_name, task_instance)
);
create index send_sales_lead_due on send_sales_lead (execution_time);
create index send_sales_lead_alive on send_sales_lead (last_heartbeat);
