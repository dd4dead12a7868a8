-- Who may do what with the log, and with what goes with it: its positions, its keys, and what is on record beside it.
grant usage on schema ${schema} to docket_command, docket_query;
grant select on flyway_schema_history to docket_command, docket_query;

-- Events are appended by the command side, and changed by nobody; but that those which an older version wrote are encrypted.
grant select, insert on domain_event to docket_command;
grant select on domain_event to docket_query;
do $$
begin
  if exists (select from encryption_of_older_events where done_position < last_position) then
    grant update (payload, meta_data) on domain_event to docket_command;
  else
    revoke update (payload, meta_data) on domain_event from docket_command;
  end if;
end $$;
grant select, update on event_log_lock, encryption_of_older_events to docket_command;
grant select on event_log_lock, encryption_of_older_events to docket_query;
grant select, insert, update, delete on snapshot_event to docket_command;
grant select on snapshot_event to docket_query;

-- Keys, and who is known by what. Who only reads makes none.
grant select, insert, update, delete on person, person_record to docket_command;
grant select on person, person_record to docket_query;
grant usage on sequence person_number, work_item_number to docket_command;

-- How far the readers of the log have got, what they have passed over, and which process can work on which: projections on the
-- one side, automations on the other.
grant select, insert, update, delete on projection_position, projection_worker, projection_dead_letter
  to docket_command, docket_query;

-- What last kept each of them from going on.
grant select, insert, update, delete on projection_failure to docket_command, docket_query;

-- Which automations there are, says the side that has them; the other one shows how they stand.
grant select, insert, update, delete on automation to docket_command;
grant select on automation to docket_query;

-- Read models that are made anew.
grant select, insert, update, delete on projection_rebuild, projection_rebuild_chunk, projection_rebuild_aggregate,
  projection_replay to docket_query;

-- What each side answers, refuses, and lets operators do.
grant select, insert, update, delete on idempotency_record, refused_request to docket_command, docket_query;
grant insert on operator_action to docket_command;
grant select, insert on operator_action to docket_query;
-- What they wrote may tell of somebody who is erased.
grant update (asked) on operator_action to docket_query;

-- What the one side asks the other to scrub.
grant select, insert, delete on scrub_request to docket_command;
grant select, update on scrub_request to docket_query;
