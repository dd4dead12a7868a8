-- Which process publishes to Kafka, and until when no other does.
create table kafka_publisher (
  id           integer not null primary key,
  owner        varchar(50),
  leased_until timestamp with time zone
);
insert into kafka_publisher (id) values (1);
