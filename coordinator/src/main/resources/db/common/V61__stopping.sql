-- By which rule sweeps stop trials early, and which trials a person had go on after that.

alter table sweep add column stopping text not null default '{"type":"never"}';
alter table trial add column spared integer not null default 0;
