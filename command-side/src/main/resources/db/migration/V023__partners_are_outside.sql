-- What simulated partners kept. They keep it themselves now.

drop table simulated_smdp_profile;
drop table simulated_smdp_call;
drop table simulated_smdp_behaviour;
drop sequence simulated_smdp_profile_number;
drop sequence simulated_smdp_iccid_number;
