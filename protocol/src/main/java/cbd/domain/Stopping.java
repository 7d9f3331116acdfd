package cbd.domain;

import cbd.text.About;
import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Rules;

/**
 * Whether trials of a sweep that do badly are stopped before their last epoch. What a trial is
 * judged by, after an epoch of its final phase, is its score: the clean accuracy (CA), 0..1, where
 * the attack success rate (ASR) is below a bound; else bound − ASR, at most 0. So whatever obeys
 * the bound comes before whatever does not; of those that obey the higher CA is better, of those
 * that do not the lower ASR. Without poisoned images the bound counts as obeyed.
 */
@About("Whether trials that do badly are stopped early.")
public sealed interface Stopping {

  /** No trial is. */
  @About("No trial is stopped early.")
  record Never() implements Stopping {}

  /**
   * The median stopping rule (Golovin et al., "Google Vizier", KDD 2017, section 3.2.1): after
   * epoch s a trial is stopped when its best score up to s is below the median of the others'
   * running averages of their scores over the epochs up to s.
   *
   * @param asrBelow what the ASR has to be below, a fraction 0..1
   * @param grace the first epoch after which a trial may be stopped
   * @param peers how many others must have been measured after the same epoch
   */
  @About("Stopped when its best score is below the median of the others' running averages.")
  record Median(
      @About("What the ASR has to be below; an epoch in which it is not counts as worse than any.")
          @Between(min = 1e-6, max = 1)
          double asrBelow,
      @About("The first epoch of the final network after which a trial may be stopped.")
          @Between(min = 1, max = 1_000_000)
          @Default("5")
          int grace,
      @About("How many other trials must have been measured after the same epoch.")
          @Between(min = 2, max = 100_000)
          @Default("3")
          int peers)
      implements Stopping {
    public Median {
      Rules.check(Median.class, asrBelow, grace, peers);
    }
  }

  /**
   * ASHA in its stopping variant (Li et al., "A System for Massively Parallel Hyperparameter
   * Tuning", MLSys 2020): after epochs grace, grace · eta, grace · eta², … a trial goes on only if
   * its score is among the best 1/eta, rounded down, of all that were measured after that epoch so
   * far; until there are eta of them, all go on.
   *
   * @param asrBelow what the ASR has to be below, a fraction 0..1
   * @param grace the first rung: after so many epochs a trial is judged for the first time
   * @param eta the share that goes on is 1/eta, and each rung is eta times the one before
   */
  @About("Of each rung, after grace, grace·eta, grace·eta², … epochs, the best 1/eta go on.")
  record Asha(
      @About("What the ASR has to be below; an epoch in which it is not counts as worse than any.")
          @Between(min = 1e-6, max = 1)
          double asrBelow,
      @About("The first rung, in epochs of the final network.")
          @Between(min = 1, max = 1_000_000)
          @Default("5")
          int grace,
      @About("One of eta goes on, and each rung is eta times the one before.")
          @Between(min = 2, max = 100)
          @Default("4")
          int eta)
      implements Stopping {
    public Asha {
      Rules.check(Asha.class, asrBelow, grace, eta);
    }
  }
}
