-- The attempt that placing_since is of.
alter table sales_lead_on_its_way add column attempt varchar(36);
