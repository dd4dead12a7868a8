-- The query side's own tables: nobody else reads them. It owns them, since it puts others in their place when it makes read
-- models anew, and the schema in which it does.
grant create on schema ${schema} to docket_query;
do $$
declare
  own text;
begin
  foreach own in array array['case_history', 'case_list', 'case_word', 'order_history', 'order_list', 'esim_order_history',
    'sales_lead_history', 'erasure_history', 'log_tile', 'log_checkpoint', 'log_cosignature', 'log_duty', 'audit_entry',
    'audit_read', 'event_time_mark', 'webhook', 'webhook_lock', 'kafka_publisher']
  loop
    if (select relowner <> 'docket_query'::regrole from pg_class where oid = own::regclass) then
      execute format('alter table %I owner to docket_query', own);
    end if;
  end loop;
end $$;
create schema if not exists ${rebuild-schema} authorization docket_query;
-- Where a process that did all has made read models anew, the schema is its role's, with what it has left in there.
alter schema ${rebuild-schema} owner to docket_query;
do $$
declare
  own regclass;
begin
  for own in select oid::regclass from pg_class where relnamespace = '${rebuild-schema}'::regnamespace and relkind = 'r'
    and relowner <> 'docket_query'::regrole
  loop
    execute format('alter table %s owner to docket_query', own);
  end loop;
end $$;
