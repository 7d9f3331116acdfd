package cbd.training.replay;

import cbd.domain.Provenance;
import cbd.domain.Scores;
import cbd.domain.TrialId;
import cbd.domain.TrialResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two results of one trial.
 *
 * @param mustBeEqual whether the circumstances leave no room for another rounding
 * @param scores each measure, stored and measured again
 * @param differences between the circumstances of the two, those that explain most first
 */
public record Comparison(
    Verdict verdict, boolean mustBeEqual, List<Score> scores, List<Difference> differences) {

  /** Kind, and what is known of it: its model, of a GPU also its driver. */
  private static final Pattern DEVICE = Pattern.compile("(cpu|gpu)(?::\\d+)? \\((.+)\\)");

  public Comparison {
    scores = List.copyOf(scores);
    differences = List.copyOf(differences);
  }

  /** What comes of it. */
  public enum Verdict {
    /** Equal to the last digit. */
    EQUAL,
    /** As near as another device, number of threads or engine may bring it. */
    WITHIN_TOLERANCE,
    /** Neither. */
    DIFFERENT,
    /** Trained on other images or with other ones poisoned: whatever the figures are, no replay. */
    NOT_THE_SAME_DATA;

    /** Whether the stored result is confirmed. */
    public boolean isConfirmed() {
      return this == EQUAL || this == WITHIN_TOLERANCE;
    }
  }

  /**
   * One measure.
   *
   * @param name such as {@code CA}
   * @param stored fraction 0..1
   * @param again fraction 0..1
   */
  public record Score(String name, double stored, double again) {
    /** To the last digit. */
    public boolean isEqual() {
      return Double.compare(stored, again) == 0;
    }

    double distance() {
      return Math.abs(stored - again);
    }
  }

  /** A circumstance in which the two differ. */
  public record Difference(String what, String stored, String again) {}

  /**
   * Compares.
   *
   * <p>Results must be equal to the last digit when both were trained with the same engine, from
   * beginning to end on the same, known model: of CPU with as many threads, or of GPU with the same
   * driver. Else rounding may differ, which training amplifies, and each score may lie {@code
   * tolerance} off.
   *
   * @param id of the trial that was trained again
   * @param tolerance fraction 0..1
   */
  public static Comparison of(StoredTrial stored, TrialId id, TrialResult again, double tolerance) {
    Provenance then = stored.result().provenance();
    Provenance now = again.provenance();
    List<Score> scores = scores(stored.result().scores(), again.scores());
    List<Difference> differences = new ArrayList<>();
    compare("images", then.dataHash(), now.dataHash()).ifPresent(differences::add);
    compare("poisoned images", then.poisonHash(), now.poisonHash()).ifPresent(differences::add);
    boolean sameData = differences.isEmpty();
    compare("trial", stored.id().toString(), id.toString()).ifPresent(differences::add);
    compare("commit", commit(then), commit(now)).ifPresent(differences::add);
    compare("engine", then.engine(), now.engine()).ifPresent(differences::add);
    compare("device", then.device(), now.device()).ifPresent(differences::add);
    compare("threads", "" + then.threads(), "" + now.threads()).ifPresent(differences::add);
    compare("Java", then.java(), now.java()).ifPresent(differences::add);
    compare("cbd", then.version(), now.version()).ifPresent(differences::add);
    boolean mustBeEqual =
        alike(then.device(), now.device())
            && (then.threads() == now.threads() || then.device().startsWith("gpu"))
            && then.engine().equals(now.engine())
            && stayed(then)
            && stayed(now);
    Verdict verdict =
        sameData ? verdict(scores, mustBeEqual, tolerance) : Verdict.NOT_THE_SAME_DATA;
    return new Comparison(verdict, mustBeEqual, scores, differences);
  }

  private static Verdict verdict(List<Score> scores, boolean mustBeEqual, double tolerance) {
    if (scores.stream().allMatch(Score::isEqual)) {
      return Verdict.EQUAL;
    }
    boolean near = scores.stream().allMatch(score -> score.distance() <= tolerance);
    return near && !mustBeEqual ? Verdict.WITHIN_TOLERANCE : Verdict.DIFFERENT;
  }

  /** Whether two devices round alike. Which of a machine's GPUs it was does not count. */
  private static boolean alike(String one, String other) {
    Matcher left = DEVICE.matcher(one);
    Matcher right = DEVICE.matcher(other);
    return left.matches()
        && right.matches()
        && left.group(1).equals(right.group(1))
        && left.group(2).equals(right.group(2));
  }

  /** Whether no part of it was trained on a device that rounds otherwise. */
  private static boolean stayed(Provenance origin) {
    return origin.resumed().stream().allMatch(from -> alike(from.device(), origin.device()));
  }

  private static List<Score> scores(Scores then, Scores now) {
    List<Score> scores = new ArrayList<>();
    add(scores, "CA", then, now, Scores::cleanAccuracy);
    add(scores, "CA non-target", then, now, Scores::cleanAccuracyNonTarget);
    add(scores, "ASR", then, now, Scores::attackSuccessRate);
    add(scores, "RA", then, now, Scores::robustAccuracy);
    return scores;
  }

  /** What an older version did not measure is not compared. */
  private static void add(
      List<Score> scores, String name, Scores then, Scores now, ToDoubleFunction<Scores> measure) {
    double stored = measure.applyAsDouble(then);
    if (!Double.isNaN(stored)) {
      scores.add(new Score(name, stored, measure.applyAsDouble(now)));
    }
  }

  /** What is not known differs from nothing. */
  private static Optional<Difference> compare(String what, String stored, String again) {
    return stored.isEmpty() || stored.equals(again)
        ? Optional.empty()
        : Optional.of(new Difference(what, stored, again));
  }

  private static String commit(Provenance provenance) {
    return provenance.commit() + (provenance.dirty() ? " with uncommitted changes" : "");
  }
}
