package cbd.training.cli;

import cbd.domain.EpochMetrics;
import cbd.domain.Provenance;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import java.util.List;
import java.util.Locale;

/**
 * All there is to say about one trial.
 *
 * @param trial its identity
 * @param epochs in the order they were trained
 */
record TrialReport(TrialId trial, TrialSpec spec, List<EpochMetrics> epochs, TrialOutcome outcome) {

  TrialReport(TrialSpec spec, List<EpochMetrics> epochs, TrialOutcome outcome) {
    this(TrialId.of(spec), spec, epochs, outcome);
  }

  /** For a person; of a trial that succeeded. */
  String inWords() {
    TrialResult result = ((TrialOutcome.Succeeded) outcome).result();
    Provenance origin = result.provenance();
    return String.format(
        Locale.ROOT,
        """
        trial %s: %s, %s training images, %s
        %s  %.1f s on %s, %s, threads=%d, cbd %s, commit %s%s
          data %.12s, poisoned images %.12s
        """,
        trial.brief(),
        spec.dataset().title(),
        spec.usedTrainImages() == 0 ? "all" : spec.usedTrainImages(),
        spec.training().epochs() == 1 ? "1 epoch" : spec.training().epochs() + " epochs",
        ScoreLines.of(result.scores()),
        result.seconds(),
        origin.device(),
        origin.engine(),
        origin.threads(),
        origin.version(),
        origin.commit(),
        origin.dirty() ? " with uncommitted changes" : "",
        origin.dataHash(),
        origin.poisonHash());
  }
}
