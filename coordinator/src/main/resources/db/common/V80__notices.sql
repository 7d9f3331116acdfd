-- What people are told of, and how far the telling is. Up to which number of the history somebody looked for it.

create table notice (
  id      text   not null primary key,
  kind    text   not null,
  sweep   text   references sweep (id),
  at      bigint not null,
  subject text   not null,
  words   text   not null,
  payload text   not null
);

create table notice_delivery (
  notice     text    not null references notice (id),
  channel    text    not null,
  state      text    not null check (state in ('due', 'sent', 'given-up')),
  tries      integer not null,
  next_at    bigint  not null,
  updated_at bigint  not null,
  reason     text,
  primary key (notice, channel)
);
create index notice_delivery_by_state on notice_delivery (state, channel, next_at);

create table notice_watch (
  id       integer not null primary key check (id = 1),
  position bigint  not null
);
