-- An automation goes on behind an event that it cannot handle; what it holds up is told from what projections do.
alter table projection_dead_letter add column automation boolean default false not null;
