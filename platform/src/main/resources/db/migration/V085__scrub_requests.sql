-- Read models that are to be scrubbed, for the erasure of a person: the command side asks, the query side answers with what
-- it has scrubbed, as JSON. The row is gone when the answer has been taken.
create table scrub_request (
  erasure_id varchar(36)              not null primary key,
  person_id  bigint                   not null,
  asked_at   timestamp with time zone not null,
  -- Whoever takes it on has it until then.
  free_at    timestamp with time zone not null,
  places     text
);
