-- A lost card is suspended again as long as an older order may undo it. Orders wait for a suspension only while it is due.
alter table card_suspension add column suspension integer default 1 not null;
alter table card_suspension add column due boolean default true not null;
