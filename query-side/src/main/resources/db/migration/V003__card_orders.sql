-- Card orders as they stand: the columns are what lists are filtered and sorted by, the document is the whole order.
create table order_list (
  work_item_id    varchar(12)              not null primary key,
  version         bigint                   not null,
  position        bigint                   not null,
  change          varchar(64)              not null,
  changed_at      timestamp with time zone not null,
  kind            varchar(32)              not null,
  status          varchar(32)              not null,
  customer_number varchar(64)              not null,
  card_id         varchar(64),
  created_at      timestamp with time zone not null,
  document        text                     not null
);
create index order_list_kind on order_list (kind, created_at);
create index order_list_status on order_list (status, created_at);
create index order_list_customer on order_list (customer_number, created_at);
create index order_list_card on order_list (card_id, created_at);
create index order_list_created on order_list (created_at);

-- Card orders as they stood after each of their events.
create table order_history (
  work_item_id varchar(12)              not null,
  version      bigint                   not null,
  position     bigint                   not null,
  change       varchar(64)              not null,
  changed_at   timestamp with time zone not null,
  document     text                     not null,
  constraint order_history_pk primary key (work_item_id, version)
);
