-- Where the coordinator in office answers people, when it last said that it is there, and when a coordinator was last
-- allowed to open a cluster.

alter table coordinator_epoch add column http text;
alter table coordinator_epoch add column seen_at bigint not null default 0;
alter table coordinator_epoch add column opened_at bigint not null default 0;
