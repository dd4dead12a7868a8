-- What operators have asked for: a dry run is compared with the live tables, and then thrown away.
alter table projection_rebuild add column replay_id varchar(36);
alter table projection_rebuild add column dry_run boolean default false not null;
alter table projection_rebuild add column canceled boolean default false not null;

-- All read models that were made anew, or are. Those that have not ended are in projection_rebuild, too.
create table projection_replay (
  replay_id      varchar(36)              not null primary key,
  projection     varchar(255)             not null,
  dry_run        boolean                  not null,
  requested_by   varchar(255)             not null,
  requested_at   timestamp with time zone not null,
  -- Since when it is worked on; of one that was taken over, or had to begin again, from the first time on.
  begun_at       timestamp with time zone,
  ended_at       timestamp with time zone,
  outcome        varchar(16),
  cause          varchar(1000),
  done_position  bigint,
  -- What a dry run has found, as JSON.
  report         text
);
create index projection_replay_requested on projection_replay (requested_at desc, replay_id);
