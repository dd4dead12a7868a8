-- What each process can work on, projections and automations by their names with commas between them, and when it last said so.
create table projection_worker (
  process     varchar(50)              not null primary key,
  projections text                     not null,
  heard_at    timestamp with time zone not null
);
