-- Of a long list, the few cases of a rare type or importance are found without reading all others in the order of their times.
create index case_list_type on case_list (case_type, registered_at, case_id);
create index case_list_importance on case_list (importance, registered_at, case_id);
