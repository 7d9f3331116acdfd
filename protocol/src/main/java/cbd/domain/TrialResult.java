package cbd.domain;

import cbd.text.Between;
import cbd.text.Rules;

/**
 * The one result a trial keeps: the last epoch's scores, never the best epoch's.
 *
 * @param scores of the final network after its last epoch
 * @param seconds wall time of the attempt, loading and evaluation included; of one that went on
 *     from a checkpoint, with what earlier attempts took up to there
 * @param provenance where the numbers come from
 */
public record TrialResult(Scores scores, @Between(min = 0) double seconds, Provenance provenance) {
  public TrialResult {
    Rules.check(TrialResult.class, scores, seconds, provenance);
  }
}
