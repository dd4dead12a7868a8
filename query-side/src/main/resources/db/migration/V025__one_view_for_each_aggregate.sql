-- One projection for each kind of aggregate writes its history and, where there are lists, the list. A row of a history is
-- an event; the document, which is the whole aggregate as it stood, is there in its last row and in each 200th. What the
-- tables of before held is made again from the log.
drop table case_list;
drop table case_word;
drop table case_history;
drop table order_list;
drop table order_history;
drop table esim_order;
drop table esim_order_history;
drop table sales_lead;
drop table sales_lead_history;

delete from projection_token where processor_name in ('case-list', 'case-history', 'order-list', 'order-history',
  'esim-order', 'esim-order-history', 'sales-lead', 'sales-lead-history');
delete from projection_dead_letter where projection in ('case-list', 'case-history', 'order-list', 'order-history',
  'esim-order', 'esim-order-history', 'sales-lead', 'sales-lead-history');

create table case_history (
  case_id  varchar(12) not null,
  version  bigint      not null,
  position bigint      not null,
  document text,
  constraint case_history_pk primary key (case_id, version)
);

-- Texts are twice as long as the API allows: H2 counts an emoji as two.
-- Cases by what lists are filtered and sorted by; the version is the last one of the history.
create table case_list (
  case_id       varchar(12)              not null primary key,
  version       bigint                   not null,
  case_class    varchar(32)              not null,
  case_type     varchar(128)             not null,
  state         varchar(16)              not null,
  importance    varchar(16)              not null,
  customer_id   varchar(128)             not null,
  registered_at timestamp with time zone not null
);
create index case_list_state on case_list (state, registered_at);
create index case_list_customer on case_list (customer_id, registered_at);
create index case_list_registered on case_list (registered_at);

-- The words of title, details, resolution and customer name, in small letters.
create table case_word (
  word    varchar(128) not null,
  case_id varchar(12)  not null,
  constraint case_word_pk primary key (word, case_id)
);
create index case_word_case on case_word (case_id);

create table order_history (
  work_item_id varchar(12) not null,
  version      bigint      not null,
  position     bigint      not null,
  document     text,
  constraint order_history_pk primary key (work_item_id, version)
);

-- Card orders by what lists are filtered and sorted by; the version is the last one of the history.
create table order_list (
  work_item_id               varchar(12)              not null primary key,
  version                    bigint                   not null,
  kind                       varchar(32)              not null,
  status                     varchar(32)              not null,
  customer_number            varchar(64)              not null,
  authorized_customer_number varchar(64),
  card_id                    varchar(64),
  created_at                 timestamp with time zone not null
);
create index order_list_kind on order_list (kind, created_at);
create index order_list_status on order_list (status, created_at);
create index order_list_customer on order_list (customer_number, created_at);
create index order_list_authorized_customer on order_list (authorized_customer_number, created_at);
create index order_list_card on order_list (card_id, created_at);
create index order_list_created on order_list (created_at);

create table esim_order_history (
  order_id varchar(36) not null,
  version  bigint      not null,
  position bigint      not null,
  document text,
  constraint esim_order_history_pk primary key (order_id, version)
);

create table sales_lead_history (
  lead_id  varchar(36) not null,
  version  bigint      not null,
  position bigint      not null,
  document text,
  constraint sales_lead_history_pk primary key (lead_id, version)
);
