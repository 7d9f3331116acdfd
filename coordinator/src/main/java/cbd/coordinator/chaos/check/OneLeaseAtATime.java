package cbd.coordinator.chaos.check;

import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.HistoryEntry;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.SlotId;
import cbd.domain.TrialId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A lease begins when no other one of its trial or slot is valid, and alone speaks until it ends.
 */
final class OneLeaseAtATime implements Promise {
  @Override
  public String words() {
    return "no two valid leases at once, and only the valid one speaks";
  }

  @Override
  public List<String> broken(Evidence evidence) {
    Walk walk = new Walk();
    evidence.history().forEach(walk::step);
    return walk.broken;
  }

  /** Goes through the history with the leases that are valid. */
  private static final class Walk {
    private final Map<TrialId, Valid> byTrial = new HashMap<>();
    private final Map<SlotId, Valid> bySlot = new HashMap<>();
    private final Map<TrialId, Integer> attempts = new HashMap<>();
    private final List<String> broken = new ArrayList<>();
    private long highest;

    /**
     * @param slots that the lease takes
     */
    private record Valid(Lease lease, List<SlotId> slots, long line) {
      static Valid of(Lease lease, List<Integer> beside, long line) {
        List<SlotId> slots = new ArrayList<>(List.of(lease.slot()));
        beside.forEach(index -> slots.add(new SlotId(lease.slot().worker(), index)));
        return new Valid(lease, slots, line);
      }
    }

    void step(HistoryEntry entry) {
      Event event = entry.event();
      if (event instanceof Event.LeaseGranted granted) {
        grant(Valid.of(granted.lease(), granted.beside(), entry.number()));
      } else if (event instanceof Event.EpochRecorded e) {
        speak(e.trial(), e.lease(), entry.number());
      } else if (event instanceof Event.TrialSucceeded e) {
        speak(e.trial(), e.lease(), entry.number());
        end(e.trial());
      } else if (event instanceof Event.AttemptFailed e) {
        speak(e.trial(), e.lease(), entry.number());
        end(e.trial());
      } else if (event instanceof Event.LeaseExpired e) {
        speak(e.trial(), e.lease(), entry.number());
        end(e.trial());
      } else if (event instanceof Event.LeaseReturned e) {
        speak(e.trial(), e.lease(), entry.number());
        end(e.trial());
      } else if (event instanceof Event.LeaseRevived e) {
        Lease back = new Lease(e.lease(), e.trial(), e.attempt(), e.slot(), e.expiresAt());
        revive(Valid.of(back, e.beside(), entry.number()));
      } else if (event instanceof Event.TrialCancelled e) {
        end(e.trial());
      } else if (event instanceof Event.TrialStopped e) {
        end(e.trial());
      }
    }

    /** Valid again, which it may be only while nobody was granted a later attempt. */
    private void revive(Valid valid) {
      refuse(valid);
      Lease lease = valid.lease;
      int latest = attempts.getOrDefault(lease.trial(), 0);
      if (lease.attempt() != latest) {
        broken.add(
            "lease "
                + lease.id()
                + " of trial "
                + lease.trial()
                + " is revived in line "
                + valid.line
                + " as attempt "
                + lease.attempt()
                + ", but the latest one is attempt "
                + latest);
      }
      begin(valid);
    }

    private void begin(Valid valid) {
      byTrial.put(valid.lease.trial(), valid);
      valid.slots.forEach(slot -> bySlot.put(slot, valid));
    }

    private void grant(Valid valid) {
      refuse(valid);
      Lease lease = valid.lease;
      if (lease.id().value() <= highest) {
        broken.add(
            "lease " + lease.id() + " in line " + valid.line + " was granted after " + highest);
      }
      highest = Math.max(highest, lease.id().value());
      int before = attempts.getOrDefault(lease.trial(), 0);
      if (lease.attempt() <= before) {
        broken.add(
            "trial "
                + lease.trial()
                + " had attempt "
                + before
                + " before attempt "
                + lease.attempt()
                + " in line "
                + valid.line);
      }
      attempts.put(lease.trial(), lease.attempt());
      begin(valid);
    }

    private void refuse(Valid valid) {
      Lease lease = valid.lease;
      refuse("trial " + lease.trial(), byTrial.get(lease.trial()), lease, valid.line);
      valid.slots.forEach(slot -> refuse("slot " + slot, bySlot.get(slot), lease, valid.line));
    }

    private void refuse(String owner, @Nullable Valid other, Lease lease, long line) {
      if (other != null) {
        broken.add(
            owner
                + " has lease "
                + lease.id()
                + " in line "
                + line
                + " while lease "
                + other.lease.id()
                + " of line "
                + other.line
                + " is valid");
      }
    }

    private void speak(TrialId trial, LeaseId lease, long line) {
      Valid valid = byTrial.get(trial);
      if (valid == null || !valid.lease.id().equals(lease)) {
        broken.add(
            "lease "
                + lease
                + " of trial "
                + trial
                + " speaks in line "
                + line
                + ", but "
                + (valid == null ? "none is valid" : "lease " + valid.lease.id() + " is valid"));
      }
    }

    private void end(TrialId trial) {
      Valid valid = byTrial.remove(trial);
      if (valid != null) {
        valid.slots.forEach(slot -> bySlot.remove(slot, valid));
      }
    }
  }
}
