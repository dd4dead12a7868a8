-- Since when a task is there, and why it was last not done: a kind and a place, or what was said of the partner.
alter table task add column created_at timestamp with time zone default current_timestamp not null;
alter table task add column last_error varchar(1000);
