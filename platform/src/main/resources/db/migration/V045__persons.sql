-- The persons whose data are kept, each with a key, wrapped by a master key. Of one who was erased the number is left.
create table person (
  person_id   bigint      not null primary key,
  kind        varchar(16) not null,
  -- A keyed hash of what the person is known by.
  lookup      varchar(64),
  wrapped_key bytea,
  master_key  varchar(32),
  erased_at   timestamp with time zone,
  constraint person_lookup unique (lookup)
);
create index person_master_key on person (master_key);
create sequence person_number start with 1 increment by 64;

-- Which aggregates hold data of whom.
create table person_record (
  aggregate_identifier varchar(255) not null,
  person_id            bigint       not null,
  aggregate_type       varchar(255) not null,
  -- The event since which the aggregate is about the person; null if the person is only mentioned.
  main_since           bigint,
  constraint person_record_pk primary key (aggregate_identifier, person_id)
);
create index person_record_person on person_record (person_id);

-- Versions before this one would store personal data in clear beside those that are encrypted, and put encrypted ones into
-- read models: under their names they find neither what they append under nor how far they have read.
alter table domain_event_lock rename to event_log_lock;
alter table projection_token rename to projection_position;

-- Counted under the lock of those who append: nothing is written under a key that is gone.
alter table event_log_lock add column erasures bigint default 0 not null;

-- How many there were when new tables were made: they take the place of the live ones only if there were no others since.
alter table projection_rebuild add column erasures bigint default 0 not null;

-- How far the events are encrypted that older versions wrote.
create table encryption_of_older_events (
  id            integer not null primary key,
  done_position bigint  not null,
  last_position bigint  not null
);
insert into encryption_of_older_events (id, done_position, last_position)
select 1, 0, coalesce(max(global_index), 0) from domain_event;
