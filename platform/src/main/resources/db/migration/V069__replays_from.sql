-- A read model can be made anew from a position on: what has had an event since. Of all else it keeps the rows that it has.
alter table projection_replay add column from_position bigint;
alter table projection_rebuild add column from_position bigint;
-- How many aggregates are made, where it is not all of them; nothing until that is known.
alter table projection_rebuild add column aggregates bigint;

-- Those that are made, in the order in which they are; while they are being made.
create table projection_rebuild_aggregate (
  rebuild_id   varchar(36)  not null,
  place        bigint       not null,
  aggregate_id varchar(255) not null,
  constraint projection_rebuild_aggregate_pk primary key (rebuild_id, place),
  constraint projection_rebuild_aggregate_id unique (rebuild_id, aggregate_id)
);
