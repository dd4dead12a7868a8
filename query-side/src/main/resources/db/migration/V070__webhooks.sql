-- Who is sent the events, where, and how far that is.
create table webhook (
  webhook_id      varchar(36)              not null primary key,
  client          varchar(255)             not null,
  url             varchar(2000)            not null,
  -- Which events are wanted, as was asked for: JSON.
  wanted          text                     not null,
  unmasked        boolean                  not null,
  -- The secret of the signatures, encrypted.
  secret          bytea                    not null,
  created_at      timestamp with time zone not null,
  -- Raised by whatever its client or an operator changes: who sends by older settings stops.
  version         bigint                   not null,
  paused_because  varchar(16),
  -- All that was wanted up to there has been taken.
  position        bigint                   not null,
  failures        integer                  not null,
  failing_since   timestamp with time zone,
  next_attempt_at timestamp with time zone,
  last_failure    varchar(200),
  last_success_at timestamp with time zone,
  -- Which process sends, and until when nobody else does.
  owner           varchar(50),
  leased_until    timestamp with time zone
);
create index webhook_client on webhook (client, created_at, webhook_id);
create index webhook_owner on webhook (owner);

-- Locked by who adds one: only so are they counted.
create table webhook_lock (
  id integer not null primary key
);
insert into webhook_lock (id) values (1);
