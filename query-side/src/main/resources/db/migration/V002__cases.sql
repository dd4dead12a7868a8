-- Texts are twice as long as the API allows: H2 counts an emoji as two.
-- Cases as they stand: the columns are what lists are filtered and sorted by, the document is the whole case.
create table case_list (
  case_id       varchar(12)              not null primary key,
  version       bigint                   not null,
  position      bigint                   not null,
  change        varchar(64)              not null,
  changed_at    timestamp with time zone not null,
  case_class    varchar(32)              not null,
  case_type     varchar(128)             not null,
  state         varchar(16)              not null,
  importance    varchar(16)              not null,
  customer_id   varchar(128)             not null,
  registered_at timestamp with time zone not null,
  document      text                     not null
);
create index case_list_state on case_list (state, registered_at);
create index case_list_customer on case_list (customer_id, registered_at);
create index case_list_registered on case_list (registered_at);

-- The words of title, details, resolution and customer name, in small letters.
create table case_word (
  word    varchar(128)not null,
  case_id varchar(12) not null,
  constraint case_word_pk primary key (word, case_id)
);
create index case_word_case on case_word (case_id);

-- Cases as they stood after each of their events.
create table case_history (
  case_id    varchar(12)              not null,
  version    bigint                   not null,
  position   bigint                   not null,
  change     varchar(64)              not null,
  changed_at timestamp with time zone not null,
  document   text                     not null,
  constraint case_history_pk primary key (case_id, version)
);
