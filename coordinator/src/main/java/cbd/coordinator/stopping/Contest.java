package cbd.coordinator.stopping;

import cbd.domain.Stopping;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The trials of one sweep that have a {@link Problem} in common, and the rule by which they are
 * held against each other. A trial is judged once after each epoch, by what was measured of the
 * others before that; what comes later changes no judgement. Trials that ended, in whatever way,
 * stay with what was measured of them.
 */
final class Contest {
  private final Stopping rule;
  private final int epochs;
  private final double asrBelow;

  /** By epoch: of each trial measured so far, what others are held against. */
  private final Map<Integer, Ranking> rankings = new HashMap<>();

  Contest(Stopping rule, Problem problem) {
    this.rule = rule;
    epochs = problem.epochs();
    asrBelow = problem.isAttacked() ? bound(rule) : Double.POSITIVE_INFINITY;
  }

  private static double bound(Stopping rule) {
    if (rule instanceof Stopping.Median median) {
      return median.asrBelow();
    } else if (rule instanceof Stopping.Asha asha) {
      return asha.asrBelow();
    }
    throw new IllegalArgumentException("nobody is stopped by " + rule);
  }

  /**
   * Judges a trial by those that were added before.
   *
   * @param curve of the trial, which knows the epoch and was not added for it
   * @return why it shall be stopped, in words; empty: it goes on. After the last epoch there is
   *     nothing to stop
   */
  Optional<String> judge(Curve curve, int epoch) {
    if (!judges(epoch)) {
      return Optional.empty();
    }
    Ranking others = rankings.getOrDefault(epoch, new Ranking());
    return rule instanceof Stopping.Median median
        ? judge(median, curve, epoch, others)
        : judge((Stopping.Asha) rule, curve, epoch, others);
  }

  /** Whether the rule looks at anybody after an epoch; after the last there is nothing to stop. */
  private boolean judges(int epoch) {
    return epoch < epochs
        && (rule instanceof Stopping.Median median
            ? epoch >= median.grace()
            : isRung((Stopping.Asha) rule, epoch));
  }

  private Optional<String> judge(Stopping.Median median, Curve curve, int epoch, Ranking others) {
    if (others.size() < median.peers()) {
      return Optional.empty();
    }
    double best = curve.best(epoch, asrBelow);
    return best >= others.median()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "its best score in %d %s, %.4f, is below %.4f, the median of the running averages"
                    + " of %d other trials",
                epoch,
                epoch == 1 ? "epoch" : "epochs",
                best,
                others.median(),
                others.size()));
  }

  private Optional<String> judge(Stopping.Asha asha, Curve curve, int epoch, Ranking others) {
    int all = others.size() + 1;
    int most = all / asha.eta();
    double score = curve.score(epoch, asrBelow);
    return most == 0 || others.above(score) < most
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "its score after %d epochs, %.4f, is not among the best %d of the %d trials that came"
                    + " so far (one in %d goes on)",
                epoch,
                score,
                most,
                all,
                asha.eta()));
  }

  private static boolean isRung(Stopping.Asha asha, int epoch) {
    long rung = asha.grace();
    while (rung < epoch) {
      rung *= asha.eta();
    }
    return rung == epoch;
  }

  /**
   * From now on others are held against what this trial came to after an epoch. Kept of those
   * epochs only after which anybody is judged.
   */
  void add(Curve curve, int epoch) {
    if (!judges(epoch)) {
      return;
    }
    boolean average = rule instanceof Stopping.Median;
    rankings
        .computeIfAbsent(epoch, each -> new Ranking())
        .add(average ? curve.mean(epoch, asrBelow) : curve.score(epoch, asrBelow));
  }
}
