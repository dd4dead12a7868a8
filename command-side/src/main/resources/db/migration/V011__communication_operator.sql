-- The last event that was read of the communication operator's list. One row.
create table co_order_event_read (
  id    integer not null primary key,
  event varchar(36)
);
insert into co_order_event_read values (1, null);

-- A task queue (db-scheduler) of one task: reading that list.
create table follow_co_orders (
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
  constraint follow_co_orders_pk primary key (task_name, task_instance)
);
create index follow_co_orders_due on follow_co_orders (execution_time);
create index follow_co_orders_alive on follow_co_orders (last_heartbeat);

-- What the simulated communication operator would keep in a database of its own. No aggregate and no projection reads it.
create sequence simulated_co_order_number start with 1;
create sequence simulated_co_order_event_number start with 1;

-- Reasons have up to 255 characters, some of which H2 counts as two.
-- An order that is held, refused or done does not move on.
create table simulated_co_order (
  reference    varchar(36)              not null primary key,
  order_number bigint                   not null,
  co_order_id  varchar(36),
  access_id    varchar(36)              not null,
  service      varchar(510)             not null,
  requested_at timestamp with time zone not null,
  state        varchar(16)              not null,
  reason       varchar(510),
  failure      varchar(510),
  moves_on_at  timestamp with time zone,
  done_at      timestamp with time zone not null,
  asked        integer                  not null,
  placed_at    timestamp with time zone not null,
  constraint simulated_co_order_number_unique unique (order_number),
  constraint simulated_co_order_id_unique unique (co_order_id)
);
create index simulated_co_order_moving on simulated_co_order (moves_on_at);

create table simulated_co_order_event (
  event_number bigint      not null primary key,
  co_order_id  varchar(36) not null,
  state        varchar(16) not null
);

-- One row: how the operator behaves, for all processes.
create table simulated_co_behaviour (
  id               integer not null primary key,
  delay_millis     bigint  not null,
  delivery_millis  bigint  not null,
  held             boolean not null,
  refusal          varchar(510),
  failure          varchar(510),
  down             boolean not null,
  fail_next        integer not null,
  answer_lost_next integer not null
);
insert into simulated_co_behaviour values (1, 0, 0, false, null, null, false, 0, 0);
