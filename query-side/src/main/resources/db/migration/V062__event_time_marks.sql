-- The latest time of all events up to a position, for every ten-thousandth: where a time begins is found without reading all.
create table event_time_mark (
  position bigint                   not null,
  latest   timestamp with time zone not null,
  constraint event_time_mark_pk primary key (position)
);
create index event_time_mark_latest on event_time_mark (latest, position);
