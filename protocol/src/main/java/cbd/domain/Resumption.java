package cbd.domain;

import cbd.text.Between;
import cbd.text.Rules;

/**
 * Where a trial's training went on from a checkpoint.
 *
 * @param phase which network was trained
 * @param epoch that was under way, from 1; at the end of one the next
 * @param step batches of that epoch that had been trained
 * @param host machine that had trained so far
 * @param device what it had trained on, as in {@link Provenance}
 */
public record Resumption(
    Phase phase,
    @Between(min = 1) int epoch,
    @Between(min = 0) int step,
    String host,
    String device) {
  public Resumption {
    Rules.check(Resumption.class, phase, epoch, step, host, device);
  }
}
