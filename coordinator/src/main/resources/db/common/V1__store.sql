-- Portable SQL; ${id} is the type of a whole-number key (SQLite: integer, which is the row's own number).
-- Times are milliseconds since 1970-01-01 UTC, scores fractions 0..1. What each column means: docs/schema.md.

create table coordinator_epoch (
  id          integer not null primary key check (id = 1),
  epoch       bigint  not null,
  owner       text    not null,
  acquired_at bigint  not null
);
insert into coordinator_epoch (id, epoch, owner, acquired_at) values (1, 0, 'nobody', 0);

create table sweep (
  id           text    not null primary key,
  position     bigint  not null unique,
  name         text    not null,
  text         text    not null,
  max_attempts integer not null,
  accepted_at  bigint  not null
);

create table trial (
  id           text    not null primary key,
  position     bigint  not null unique,
  dataset      text    not null,
  model        text    not null,
  attack       text    not null,
  poison_rate  double precision not null,
  defense      text    not null,
  repeat       integer not null,
  spec         text    not null,
  state        text    not null check (state in
                 ('queued', 'leased', 'cooling-down', 'succeeded', 'failed', 'cancelled')),
  attempt      integer not null,
  max_attempts integer not null,
  lease        bigint,
  not_before   bigint,
  reason       text,
  updated_at   bigint  not null,
  check ((state = 'leased') = (lease is not null)),
  check ((state = 'cooling-down') = (not_before is not null))
);

create table sweep_trial (
  sweep    text   not null references sweep (id),
  position bigint not null,
  trial    text   not null references trial (id),
  primary key (sweep, position),
  unique (trial, sweep)
);

create table attempt (
  lease         ${id}   not null primary key,
  trial         text    not null references trial (id),
  attempt       integer not null,
  worker        text    not null,
  slot          integer not null,
  state         text    not null check (state in
                  ('running', 'succeeded', 'failed', 'expired', 'cancelled')),
  granted_at    bigint  not null,
  expires_at    bigint  not null,
  ended_at      bigint,
  last_sequence bigint  not null,
  failure       text,
  message       text,
  detail        text,
  unique (trial, attempt),
  check ((state = 'running') = (ended_at is null))
);

create table epoch_metric (
  lease    bigint  not null references attempt (lease),
  sequence bigint  not null,
  at       bigint  not null,
  phase    text    not null,
  epoch    integer not null,
  loss     double precision,
  ca       double precision not null,
  asr      double precision not null,
  ra       double precision not null,
  seconds  double precision not null,
  images   bigint  not null,
  primary key (lease, sequence)
);

create table result (
  trial      text    not null primary key references trial (id),
  lease      bigint  not null references attempt (lease),
  at         bigint  not null,
  ca         double precision not null,
  asr        double precision not null,
  ra         double precision not null,
  seconds    double precision not null,
  git_commit text    not null,
  device     text    not null,
  provenance text    not null
);

create table history (
  number   ${id}  not null primary key,
  term     bigint not null,
  at       bigint not null,
  type     text   not null,
  trial    text,
  lease    bigint,
  sequence bigint,
  once     text,
  body     text   not null
);
-- What makes appending an event a second time do nothing: a report is known by lease and sequence
-- (0 the grant, -1 the expiry), everything else by a text of its own.
create unique index history_by_lease on history (lease, sequence) where lease is not null;
create unique index history_by_once on history (once) where once is not null;
create index history_by_trial on history (trial, number) where trial is not null;
