-- eSIM orders as they stand: the document is the whole order.
create table esim_order (
  order_id   varchar(36)              not null primary key,
  version    bigint                   not null,
  position   bigint                   not null,
  change     varchar(64)              not null,
  changed_at timestamp with time zone not null,
  document   text                     not null
);

-- eSIM orders as they stood after each of their events.
create table esim_order_history (
  order_id   varchar(36)              not null,
  version    bigint                   not null,
  position   bigint                   not null,
  change     varchar(64)              not null,
  changed_at timestamp with time zone not null,
  document   text                     not null,
  constraint esim_order_history_pk primary key (order_id, version)
);
