-- Clean accuracy without the target class, and what CBD tells of an epoch; empty where it was not measured.

alter table epoch_metric add column ca_non_target double precision;
alter table epoch_metric add column weight_poisoned_mean double precision;
alter table epoch_metric add column weight_poisoned_p10 double precision;
alter table epoch_metric add column weight_poisoned_p50 double precision;
alter table epoch_metric add column weight_poisoned_p90 double precision;
alter table epoch_metric add column weight_clean_mean double precision;
alter table epoch_metric add column weight_clean_p10 double precision;
alter table epoch_metric add column weight_clean_p50 double precision;
alter table epoch_metric add column weight_clean_p90 double precision;
alter table epoch_metric add column critic_loss double precision;
alter table epoch_metric add column weightless_batches bigint;
alter table epoch_metric add column unnormalized_parameters bigint;
alter table result add column ca_non_target double precision;
