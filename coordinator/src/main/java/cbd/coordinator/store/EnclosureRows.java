package cbd.coordinator.store;

import cbd.domain.AttackPicture;
import cbd.domain.LeaseId;
import cbd.domain.TrialId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Rows of what comes beside reports, of which only the newest are kept. */
final class EnclosureRows {
  /** At 64 KiB at most, a quarter of a gibibyte; a log of a short trial has two. */
  private static final int MOST_LOGS = 4096;

  /** At 100 kB at most, a tenth of a gigabyte; trials with the same attack share one. */
  private static final int MOST_PICTURES = 1000;

  private EnclosureRows() {}

  /**
   * The first that comes of an attempt is kept, for it is over when that is taken; one of another
   * trial is of an attempt that an earlier store knew by the same number.
   */
  static void keepLogs(Handle handle, List<Enclosures.OfAttempt> logs) {
    for (Enclosures.OfAttempt each : logs) {
      TrialId trial = each.trial();
      handle
          .createUpdate(
              """
              insert into attempt_log (lease, size, tail)
              select :lease, :size, :tail from attempt
              where lease = :lease and trial = coalesce(:trial, trial)
              on conflict (lease) do nothing""")
          .bind("lease", each.lease().value())
          .bind("trial", trial == null ? null : trial.value())
          .bind("size", each.log().size())
          .bind("tail", each.log().tail())
          .execute();
    }
    if (!logs.isEmpty()) {
      handle
          .createUpdate(
              """
              delete from attempt_log where lease <= (
                select lease from attempt_log order by lease desc limit 1 offset :most)""")
          .bind("most", MOST_LOGS)
          .execute();
    }
  }

  /** Keeps which picture is whose, and those whose bytes are there; the other digests. */
  static Set<String> keepPictures(Handle handle, List<Enclosures.OfTrial> pictures) {
    Set<String> missing = new HashSet<>();
    for (Enclosures.OfTrial each : pictures) {
      AttackPicture picture = each.picture();
      if (picture != null) {
        insert(handle, each.digest(), picture);
      }
      if (!isThere(handle, each.digest())) {
        missing.add(each.digest());
        continue;
      }
      handle
          .createUpdate(
              """
              insert into trial_picture (trial, digest)
              select id, :digest from trial where id = :trial
              on conflict (trial) do update set digest = excluded.digest""")
          .bind("trial", each.trial().value())
          .bind("digest", each.digest())
          .execute();
    }
    return missing;
  }

  private static void insert(Handle handle, String digest, AttackPicture picture) {
    if (isThere(handle, digest)) {
      return;
    }
    long there = handle.createQuery("select count(*) from picture").mapTo(Long.class).one();
    if (there >= MOST_PICTURES) {
      makeRoom(handle);
    }
    handle
        .createUpdate(
            """
            insert into picture (digest, images, gain, png)
            values (:digest, :images, :gain, :png)""")
        .bind("digest", digest)
        .bind("images", picture.images())
        .bind("gain", picture.gain())
        .bind("png", picture.bytes())
        .execute();
  }

  /** The picture goes whose latest trial was accepted before those of all others. */
  private static void makeRoom(Handle handle) {
    handle.execute(
        """
        delete from picture where digest = (
          select p.digest from picture p
          left join trial_picture tp on tp.digest = p.digest left join trial t on t.id = tp.trial
          group by p.digest order by coalesce(max(t.position), -1), p.digest limit 1)""");
    handle.execute("delete from trial_picture where digest not in (select digest from picture)");
  }

  private static boolean isThere(Handle handle, String digest) {
    return handle
        .createQuery("select 1 from picture where digest = :digest")
        .bind("digest", digest)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  static Optional<KeptLog> log(Handle handle, LeaseId lease) {
    return handle
        .createQuery("select size, tail from attempt_log where lease = :lease")
        .bind("lease", lease.value())
        .map((row, context) -> new KeptLog(row.getLong("size"), row.getBytes("tail")))
        .findOne();
  }

  static Optional<AttackPicture> picture(Handle handle, TrialId trial) {
    return handle
        .createQuery(
            """
            select p.images, p.gain, p.png from trial_picture tp
            join picture p on p.digest = tp.digest where tp.trial = :trial""")
        .bind("trial", trial.value())
        .map(
            (row, context) ->
                AttackPicture.of(row.getInt("images"), row.getInt("gain"), row.getBytes("png")))
        .findOne();
  }
}
