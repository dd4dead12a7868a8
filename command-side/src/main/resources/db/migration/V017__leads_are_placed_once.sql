-- Since when an attempt to place the order may become one.
alter table sales_lead_on_its_way add column placing_since timestamp with time zone;
