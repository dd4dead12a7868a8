-- For whom an additional card is asked: lists find an order by either customer.
alter table order_list add column authorized_customer_number varchar(64);
create index order_list_authorized_customer on order_list (authorized_customer_number, created_at);

-- What was projected before lacks this number, the new cards of orders, and the documents that a version of a case
-- concerns. These read models are made again from the log.
delete from order_list;
delete from order_history;
delete from case_history;
delete from projection_token where processor_name in ('order-list', 'order-history', 'case-history');
delete from projection_dead_letter where projection in ('order-list', 'order-history', 'case-history');
