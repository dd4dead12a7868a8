-- The command side's own tables: nobody else reads them.
grant select, insert, update, delete on task, card_system_order, card_suspension, card_lane, esim_order_waiting,
  sales_lead_on_its_way, sales_lead_answered_received, co_order_event_read to docket_command;
grant usage on sequence card_lane_turn to docket_command;
