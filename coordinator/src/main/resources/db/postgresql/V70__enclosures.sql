-- What comes beside reports: the end of each attempt's log, and what attacks do to images. No keys of other tables: nothing
-- of it counts, and none of it may ever stand in the way of what does.

create table attempt_log (
  lease bigint  not null primary key,
  size  bigint  not null,
  tail  bytea   not null
);
create table picture (
  digest text    not null primary key,
  images integer not null,
  gain   integer not null,
  png    bytea   not null
);
create table trial_picture (
  trial  text not null primary key,
  digest text not null
);
create index trial_picture_by_digest on trial_picture (digest);
