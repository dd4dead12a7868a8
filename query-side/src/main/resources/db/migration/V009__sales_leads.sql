-- Sales leads as they stand: the document is the whole lead.
create table sales_lead (
  lead_id    varchar(36)              not null primary key,
  version    bigint                   not null,
  position   bigint                   not null,
  change     varchar(64)              not null,
  changed_at timestamp with time zone not null,
  document   text                     not null
);

-- Sales leads as they stood after each of their events.
create table sales_lead_history (
  lead_id    varchar(36)              not null,
  version    bigint                   not null,
  position   bigint                   not null,
  change     varchar(64)              not null,
  changed_at timestamp with time zone not null,
  document   text                     not null,
  constraint sales_lead_history_pk primary key (lead_id, version)
);
