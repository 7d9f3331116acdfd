-- What a trial's past asks for when it is granted next, and to which workers and slots nothing is granted.

alter table trial add column excused integer not null default 0;
alter table trial add column room text not null default 'any';
alter table trial add column avoid_worker text;
alter table trial add column avoid_slot integer;
alter table trial add column pausing text not null default 'no';

create table hold (
  worker   text    not null,
  slot     integer not null,
  kind     text    not null check (kind in ('cordoned', 'draining', 'draining-now', 'quarantined')),
  since    bigint  not null,
  stop     integer not null,
  reason   text    not null,
  probe_at bigint,
  primary key (worker, slot)
);
