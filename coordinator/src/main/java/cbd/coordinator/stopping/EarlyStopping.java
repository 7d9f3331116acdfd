package cbd.coordinator.stopping;

import cbd.coordinator.schedule.ClusterState;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.TrialStanding;
import cbd.domain.Defense;
import cbd.domain.EpochMetrics;
import cbd.domain.Phase;
import cbd.domain.Scores;
import cbd.domain.Stopping;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Finds the trials that are to be stopped early, if their sweeps' terms say so.
 *
 * <p>A trial is stopped when, after one and the same epoch, the rule of every sweep that holds it
 * says so; one that is also held by a sweep without such a rule never is. Undefended trials, which
 * are what all others are compared with, are neither stopped nor held against anybody. Nor is a
 * trial stopped a second time that a person had go on.
 *
 * <p>A judgement follows from the order in which epochs were first recorded: a coordinator that
 * starts anew and is told {@linkplain #brought which trials there are} and {@linkplain #measured
 * what was recorded}, in that order, comes to the same ones, and stops what had yet to be stopped.
 * What was recorded of a trial before the first such sweep got it counts for nobody.
 *
 * <p>Holds 16 bytes for each epoch of a trial, and 16 more where anybody is judged. Not
 * thread-safe; the actor owns it.
 */
public final class EarlyStopping {

  /** A trial of at least one sweep with a rule. */
  private record Candidate(Curve curve, List<Contest> contests) {}

  /** A judgement that was not carried out yet. */
  private record Judgement(int epoch, String reason) {}

  private final ToIntFunction<TrialId> holders;
  private final Map<SweepId, Map<Problem, Contest>> contests = new HashMap<>();
  private final Map<TrialId, Candidate> candidates = new HashMap<>();
  private final Map<TrialId, Judgement> judged = new LinkedHashMap<>();

  /**
   * @param holders how many sweeps hold a trial, with a rule or without
   */
  public EarlyStopping(ToIntFunction<TrialId> holders) {
    this.holders = holders;
  }

  /**
   * A sweep got trials: all of a new or restored one, or further ones.
   *
   * @param trials those that it got
   */
  public void brought(SweepId sweep, Stopping rule, List<Trial> trials) {
    if (rule instanceof Stopping.Never) {
      return;
    }
    Map<Problem, Contest> ours = contests.computeIfAbsent(sweep, id -> new HashMap<>());
    for (Trial trial : trials) {
      if (trial.spec().defense() instanceof Defense.None) {
        continue;
      }
      Contest contest =
          ours.computeIfAbsent(Problem.of(trial.spec()), problem -> new Contest(rule, problem));
      Candidate candidate =
          candidates.computeIfAbsent(
              trial.id(), id -> new Candidate(new Curve(), new ArrayList<>(1)));
      candidate.contests().add(contest);
      candidate.curve().epochs().forEach(epoch -> contest.add(candidate.curve(), epoch));
    }
  }

  /** An epoch was recorded, of whichever phase: only the final one counts. */
  public void measured(TrialId trial, EpochMetrics metrics) {
    if (metrics.phase() == Phase.FINAL) {
      Scores scores = metrics.scores();
      measured(trial, metrics.epoch(), scores.cleanAccuracy(), scores.attackSuccessRate());
    }
  }

  /**
   * An epoch of the final phase was recorded; those that were recorded before change nothing.
   *
   * @param epoch from 1
   * @param ca clean accuracy, a fraction 0..1
   * @param asr attack success rate, a fraction 0..1
   */
  public void measured(TrialId trial, int epoch, double ca, double asr) {
    Candidate candidate = candidates.get(trial);
    if (candidate == null || !candidate.curve().add(epoch, ca, asr)) {
      return;
    }
    judge(candidate, epoch)
        .ifPresentOrElse(
            reason -> judged.put(trial, new Judgement(epoch, reason)), () -> judged.remove(trial));
    candidate.contests().forEach(contest -> contest.add(candidate.curve(), epoch));
  }

  /** Why it shall be stopped, in the words of the first sweep's rule; empty: one lets it go on. */
  private static Optional<String> judge(Candidate candidate, int epoch) {
    List<Optional<String>> verdicts =
        candidate.contests().stream()
            .map(contest -> contest.judge(candidate.curve(), epoch))
            .toList();
    return verdicts.stream().allMatch(Optional::isPresent) ? verdicts.get(0) : Optional.empty();
  }

  /** The trials that are to be stopped now; to be applied before this is asked again. */
  public List<Event> due(ClusterState state, Instant now) {
    if (judged.isEmpty()) {
      return List.of();
    }
    List<Event> due = new ArrayList<>();
    judged.forEach(
        (trial, judgement) -> {
          if (mayBeStopped(trial, state.standing(trial).orElseThrow())) {
            due.add(new Event.TrialStopped(now, trial, judgement.epoch(), judgement.reason()));
          }
        });
    judged.clear();
    return due;
  }

  private boolean mayBeStopped(TrialId trial, TrialStanding standing) {
    Candidate candidate = candidates.get(trial);
    return candidate != null
        && candidate.contests().size() == holders.applyAsInt(trial)
        && !standing.state().isTerminal()
        && !standing.caveats().spared();
  }
}
