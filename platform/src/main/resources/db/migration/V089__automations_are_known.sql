-- Which automations there are, by which others can tell how they stand: families of events that concern each, public names of events
-- of these that do not, with commas between them; and before which position it last stopped, for want of a newer version.
create table automation (
  name           varchar(255) not null primary key,
  families       text         not null,
  ignored        text         not null,
  stopped_before bigint
);
