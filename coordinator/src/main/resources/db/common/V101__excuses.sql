-- What a worker handed back in good order is not one of the attempts that are excused a few times only.

update trial set excused = excused - (
  select count(*) from history returned
  where returned.trial = trial.id and returned.type = 'lease-returned'
    and returned.body not like '%"handover":"not-running"%'
    and returned.number > (
      select coalesce(max(requeued.number), 0) from history requeued
      where requeued.trial = trial.id and requeued.type = 'trial-requeued'))
where excused > 0;
