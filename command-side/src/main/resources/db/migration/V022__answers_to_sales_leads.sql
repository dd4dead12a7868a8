-- The sales leads that were answered RECEIVED although nothing held them up but the communication operator: sent again, such
-- a lead gets that answer again.
create table sales_lead_answered_received (
  lead_id varchar(36) not null primary key
);
