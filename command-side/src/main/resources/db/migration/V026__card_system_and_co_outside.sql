-- The card management system and the communication operator are outside: what they keep is no longer kept here.
drop table simulated_card_system_behaviour;
drop table simulated_card_request;
drop table simulated_card;
drop sequence simulated_card_request_number;
drop sequence simulated_card_number;

drop table simulated_co_behaviour;
drop table simulated_co_order_event;
drop table simulated_co_order;
drop sequence simulated_co_order_event_number;
drop sequence simulated_co_order_number;
