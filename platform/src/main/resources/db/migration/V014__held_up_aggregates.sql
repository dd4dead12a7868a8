-- Aggregates that a projection holds up, since it could not take in one of their events; the events are in the log.
create table projection_dead_letter (
  dead_letter_id   varchar(255)             not null,
  projection       varchar(255)             not null,
  aggregate_id     varchar(255)             not null,
  -- The first event that is not taken in.
  sequence_number  bigint                   not null,
  position         bigint                   not null,
  -- The event that could not be taken in, and why, without what it holds.
  event_identifier varchar(36)              not null,
  event_type       varchar(255)             not null,
  cause            varchar(1023)            not null,
  since            timestamp with time zone not null,
  attempts         integer                  not null,
  next_attempt     timestamp with time zone not null,
  constraint projection_dead_letter_pk primary key (dead_letter_id),
  constraint projection_dead_letter_aggregate unique (projection, aggregate_id)
);
create index projection_dead_letter_next_attempt on projection_dead_letter (next_attempt);

-- Of what was put aside before, the first letter of each aggregate says all.
insert into projection_dead_letter (dead_letter_id, projection, aggregate_id, sequence_number, position,
  event_identifier, event_type, cause, since, attempts, next_attempt)
select l.dead_letter_id, l.processing_group, e.aggregate_identifier, e.sequence_number, e.global_index,
  e.event_identifier, e.payload_type, coalesce(l.cause_type, 'unknown'),
  cast(l.enqueued_at as timestamp with time zone), 0, cast(l.enqueued_at as timestamp with time zone)
from dead_letter l
join domain_event e on e.event_identifier = l.event_identifier
where l.sequence_index = (
  select min(f.sequence_index) from dead_letter f
  where f.processing_group = l.processing_group and f.sequence_identifier = l.sequence_identifier
);

drop table dead_letter;
