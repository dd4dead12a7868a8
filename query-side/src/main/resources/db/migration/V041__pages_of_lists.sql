-- Pages are sorted by a time and then by the id: with both in an index, those before a page are passed over without being
-- read or sorted.
drop index case_list_state;
drop index case_list_customer;
drop index case_list_registered;
create index case_list_state on case_list (state, registered_at, case_id);
create index case_list_customer on case_list (customer_id, registered_at, case_id);
create index case_list_registered on case_list (registered_at, case_id);

drop index order_list_kind;
drop index order_list_status;
drop index order_list_customer;
drop index order_list_authorized_customer;
drop index order_list_card;
drop index order_list_created;
create index order_list_kind on order_list (kind, created_at, work_item_id);
create index order_list_status on order_list (status, created_at, work_item_id);
create index order_list_customer on order_list (customer_number, created_at, work_item_id);
create index order_list_authorized_customer on order_list (authorized_customer_number, created_at, work_item_id);
create index order_list_card on order_list (card_id, created_at, work_item_id);
create index order_list_created on order_list (created_at, work_item_id);

-- Of a case that changes, the words that have come or gone are written, by their key.
drop index case_word_case;
