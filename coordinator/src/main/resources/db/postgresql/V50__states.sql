-- Two more words for a trial's and an attempt's state.

alter table trial drop constraint trial_state_check;
alter table trial add constraint trial_state_check check (state in
  ('queued', 'leased', 'cooling-down', 'succeeded', 'failed', 'cancelled', 'paused'));
alter table attempt drop constraint attempt_state_check;
alter table attempt add constraint attempt_state_check check (state in
  ('running', 'succeeded', 'failed', 'expired', 'cancelled', 'returned'));
