-- Flat tables for people: times as UTC text, which each database formats in its own way.

drop view if exists trial_table;
create view trial_table as
select st.sweep, st.position, t.id as trial, t.dataset, t.model, t.attack, t.poison_rate, t.defense,
       t.repeat, t.state, t.attempt, t.reason, r.ca, r.asr, r.ra, r.ca_non_target, r.seconds, r.device, r.git_commit,
       to_char(to_timestamp(t.updated_at / 1000.0) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as updated
from sweep_trial st
join trial t on t.id = st.trial
left join result r on r.trial = t.id;

drop view if exists curve;
create view curve as
select a.trial, a.attempt, m.sequence, m.phase, m.epoch, m.loss, m.ca, m.asr, m.ra,
       m.ca_non_target, m.seconds, m.images, m.weight_poisoned_mean, m.weight_poisoned_p10,
       m.weight_poisoned_p50, m.weight_poisoned_p90, m.weight_clean_mean, m.weight_clean_p10,
       m.weight_clean_p50, m.weight_clean_p90, m.critic_loss, m.weightless_batches, m.unnormalized_parameters,
       to_char(to_timestamp(m.at / 1000.0) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as measured
from epoch_metric m
join attempt a on a.lease = m.lease;
