-- Read models are scrubbed in two passes; the second one begins when whoever was at work during the first one has ended.
alter table scrub_request add column pass integer default 1 not null;
alter table scrub_request add column answered_at timestamp with time zone;

-- How often in a row, and why, they could not be scrubbed: a place and a kind of fault.
alter table scrub_request add column failures integer default 0 not null;
alter table scrub_request add column cause varchar(1000);

-- What is held about a person is gone through in steps, however much it is.
create index person_record_held on person_record (person_id, aggregate_identifier);
drop index person_record_person;

-- Reasons for discarding are overwritten with what they are about.
create index projection_dead_letter_aggregate_id on projection_dead_letter (aggregate_id);

-- Why operators gave tasks up stands in the events, encrypted; here is the queue alone.
update operator_action set asked = substring(asked from 1 for position(': ' in asked) - 1)
 where operation = 'giveUpTask' and position(': ' in asked) > 0;
