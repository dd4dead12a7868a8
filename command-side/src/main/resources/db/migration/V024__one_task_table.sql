-- The tasks of all queues (db-scheduler); task_data is JSON. What a task needs is in its data; the tables beside it go that
-- held no more than a correlation id.
create table task (
  task_name            varchar(100)             not null,
  task_instance        varchar(100)             not null,
  task_data            varchar(4000)            not null,
  execution_time       timestamp with time zone not null,
  picked               boolean                  not null,
  picked_by            varchar(100),
  last_success         timestamp with time zone,
  last_failure         timestamp with time zone,
  consecutive_failures integer,
  last_heartbeat       timestamp with time zone,
  version              bigint                   not null,
  constraint task_pk primary key (task_name, task_instance)
);
create index task_due on task (execution_time);
create index task_of_queue on task (task_name, execution_time);
create index task_alive on task (last_heartbeat);

-- An order may have ended, and lost its correlation id, before its time to expire comes. The command then changes nothing.
insert into task (task_name, task_instance, task_data, execution_time, picked, consecutive_failures, version)
select 'expire_proposal', waiting.task_instance,
       '{"correlation-id":"'
         || replace(replace(coalesce(o.correlation_id, waiting.task_instance), '\', '\\'), '"', '\"')
         || '","data":{"work-item-id":"' || waiting.task_instance || '"}}',
       waiting.execution_time, false, 0, 1
  from expire_proposal waiting
  left join card_system_order o on o.work_item_id = waiting.task_instance;
drop table expire_proposal;

insert into task (task_name, task_instance, task_data, execution_time, picked, consecutive_failures, version)
select 'fulfil_esim_order', waiting.task_instance,
       '{"correlation-id":"' || replace(replace(o.correlation_id, '\', '\\'), '"', '\"')
         || '","data":{"order-id":"' || waiting.task_instance || '"}}',
       waiting.execution_time, false, 0, 1
  from fulfil_esim_order waiting
  join esim_fulfilment o on o.order_id = waiting.task_instance;
drop table fulfil_esim_order;
drop table esim_fulfilment;

-- The eSIM orders that wait for an eSIM which another order is making ready.
create table esim_order_waiting (
  iccid          varchar(20)  not null,
  order_id       varchar(36)  not null,
  correlation_id varchar(128) not null,
  constraint esim_order_waiting_pk primary key (iccid, order_id)
);

insert into task (task_name, task_instance, task_data, execution_time, picked, consecutive_failures, version)
select 'send_sales_lead', waiting.task_instance,
       '{"correlation-id":"' || replace(replace(l.correlation_id, '\', '\\'), '"', '\"')
         || '","data":{"lead-id":"' || waiting.task_instance || '"}}',
       waiting.execution_time, false, 0, 1
  from send_sales_lead waiting
  join sales_lead_on_its_way l on l.lead_id = waiting.task_instance;
drop table send_sales_lead;
alter table sales_lead_on_its_way drop column correlation_id;

-- Its one task is noted at every start.
drop table follow_co_orders;

-- Who has the turn to call the card management system, for each lane that is not empty. A turn's number is its task's, too.
create sequence card_lane_turn start with 1;
create table card_lane (
  lane         varchar(128) not null primary key,
  turn         bigint       not null,
  kind         varchar(16),
  work_item_id varchar(12),
  calling      boolean      not null
);

-- The turn whose task has the card suspended again when its time comes.
alter table card_suspension add column timer bigint;
alter table card_suspension drop column failing;

-- In each lane, what is due first: a suspension, or else the order that was approved first.
insert into card_lane (lane, turn, kind, work_item_id, calling)
select lane, nextval('card_lane_turn'), 'SUSPENSION', work_item_id, false
  from (select lane, min(work_item_id) as work_item_id from card_suspension where due group by lane) first_due;
insert into card_lane (lane, turn, kind, work_item_id, calling)
select lane, nextval('card_lane_turn'), 'ORDER', work_item_id, false
  from card_system_order o
 where approved_at is not null
   and approved_at = (select min(approved_at) from card_system_order other where other.lane = o.lane)
   and not exists (select 1 from card_lane taken where taken.lane = o.lane);
insert into task (task_name, task_instance, task_data, execution_time, picked, consecutive_failures, version)
select case kind when 'ORDER' then 'send_to_card_system' else 'suspend_lost_card' end,
       l.work_item_id || '-' || l.turn,
       '{"correlation-id":"'
         || replace(replace(coalesce(o.correlation_id, s.correlation_id), '\', '\\'), '"', '\"')
         || '","data":{"lane":"' || l.lane || '","work-item-id":"' || l.work_item_id || '","number":' || l.turn || '}}',
       coalesce(calls.execution_time, suspensions.execution_time, current_timestamp), false, 0, 1
  from card_lane l
  left join card_system_order o on l.kind = 'ORDER' and o.work_item_id = l.work_item_id
  left join card_suspension s on l.kind = 'SUSPENSION' and s.work_item_id = l.work_item_id
  left join send_to_card_system calls on l.kind = 'ORDER' and calls.task_instance = l.work_item_id
  left join suspend_lost_card suspensions on l.kind = 'SUSPENSION' and suspensions.task_instance = l.work_item_id;

-- The suspensions that are to come again at a later time.
update card_suspension set timer = nextval('card_lane_turn') where not due;
insert into task (task_name, task_instance, task_data, execution_time, picked, consecutive_failures, version)
select 'suspend_lost_card', s.work_item_id || '-' || s.timer,
       '{"correlation-id":"' || replace(replace(s.correlation_id, '\', '\\'), '"', '\"')
         || '","data":{"lane":"' || s.lane || '","work-item-id":"' || s.work_item_id || '","number":' || s.timer || '}}',
       coalesce(waiting.execution_time, current_timestamp), false, 0, 1
  from card_suspension s
  left join suspend_lost_card waiting on waiting.task_instance = s.work_item_id
 where s.timer is not null;

drop table send_to_card_system;
drop table suspend_lost_card;
