-- Read models that are being made anew beside those that are read, in tables of another schema.
create table projection_rebuild (
  rebuild_id    varchar(36)              not null primary key,
  projection    varchar(255)             not null unique,
  stage         varchar(16)              not null,
  -- Aggregates with events up to there are made in bulk, and in chunks by where in the log they begin.
  up_to         bigint                   not null,
  chunk_size    bigint                   not null,
  -- All events up to there are in the new tables; nothing while these are being filled.
  position      bigint,
  -- The process that works on it, and when it was last heard of.
  owner         varchar(255),
  heard_at      timestamp with time zone,
  started_at    timestamp with time zone not null
);

-- The chunks that are done.
create table projection_rebuild_chunk (
  rebuild_id     varchar(36) not null,
  after_position bigint      not null,
  constraint projection_rebuild_chunk_pk primary key (rebuild_id, after_position),
  constraint projection_rebuild_chunk_of foreign key (rebuild_id) references projection_rebuild (rebuild_id)
);
