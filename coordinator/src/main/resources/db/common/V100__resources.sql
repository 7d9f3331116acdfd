-- What trials take of a worker, and which further slots an attempt's lease takes.

alter table sweep add column resources text not null default '{"slots":1,"memory":0}';
alter table trial add column resources text not null default '{"slots":1,"memory":0}';
alter table attempt add column beside text not null default '[]';
