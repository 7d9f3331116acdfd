-- On which terms sweeps are served and shown, and which of their trials came later than the sweep itself.

alter table sweep add column priority integer not null default 0;
alter table sweep add column labels text not null default '[]';
alter table sweep add column notes text not null default '';
alter table sweep add column repeats text not null default '{"type":"as-written"}';
alter table trial add column priority integer not null default 0;
alter table sweep_trial add column extension bigint not null default 0;

-- The history is read with the trials of each extension.
create index sweep_trial_by_extension on sweep_trial (sweep, extension, position);
