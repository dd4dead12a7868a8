-- How the erasures of persons stand.
create table erasure_history (
  erasure_id varchar(36) not null,
  version    bigint      not null,
  position   bigint      not null,
  document   text,
  constraint erasure_history_pk primary key (erasure_id, version)
);
