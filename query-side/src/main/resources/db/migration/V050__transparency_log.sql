-- The transparency log over all events: the Merkle tree of their lines in the order of positions. Position n is leaf n - 1.

-- A tile holds up to 256 hashes of 32 bytes. One that grows is written again in its place: its begin stays.
create table log_tile (
  tile_level integer not null,
  tile_index bigint  not null,
  hashes     bytea   not null,
  constraint log_tile_pk primary key (tile_level, tile_index)
);

-- What has been signed, as it was handed out. The newest says how large the tree is.
create table log_checkpoint (
  tree_size bigint                   not null,
  note      varchar(4000)            not null,
  signed_at timestamp with time zone not null,
  constraint log_checkpoint_pk primary key (tree_size)
);

-- The lines that witnesses have put under checkpoints.
create table log_cosignature (
  tree_size bigint        not null,
  witness   varchar(1000) not null,
  line      varchar(1000) not null,
  constraint log_cosignature_pk primary key (tree_size, witness)
);

-- What one process does at a time, and when the next may take it over.
create table log_duty (
  name    varchar(1000)            not null,
  free_at timestamp with time zone not null,
  constraint log_duty_pk primary key (name)
);
insert into log_duty (name, free_at) values ('tree', timestamp with time zone '2000-01-01 00:00:00+00:00');
