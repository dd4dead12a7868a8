-- A chunk whose aggregates have many events is made in pieces, from its end to its beginning: an older version, which goes by the
-- beginnings alone, takes for done what is. Nothing where a chunk was made as a whole by such a version.
alter table projection_rebuild_chunk add column up_to bigint;
create unique index projection_rebuild_chunk_up_to on projection_rebuild_chunk (rebuild_id, up_to);

-- What last kept each projection, or automation, from going on, in whichever process.
create table projection_failure (
  projection varchar(255)             not null primary key,
  failed_at  timestamp with time zone not null,
  cause      varchar(1023)            not null
);
