-- What of the log is known to be in the log of record, where that is not the database: the number of the next batch, the
-- position of the last event in those before, and where the next one begins there, or before. Written under the lock of those
-- who append, in the transactions that write the events.
alter table event_log_lock add column recorded_batches bigint default 0 not null;
alter table event_log_lock add column recorded_position bigint default 0 not null;
alter table event_log_lock add column recorded_token bigint default 0 not null;
