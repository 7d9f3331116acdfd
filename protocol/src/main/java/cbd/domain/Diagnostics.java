package cbd.domain;

import cbd.text.Between;
import cbd.text.Rules;

/** What a defense tells of an epoch besides scores, so that one sees why it works or does not. */
public sealed interface Diagnostics {

  /** There is nothing to tell. */
  record None() implements Diagnostics {}

  /**
   * An epoch of CBD's clean model.
   *
   * @param poisonedWeights ŵ of the poisoned images, as they were in the clean model's loss
   * @param cleanWeights ŵ of all others
   * @param criticLoss mean over the epoch's critic steps of what the critic minimised; NaN without
   *     a critic
   * @param weightlessBatches batches of the epoch whose weights were all zero and were taken as one
   * @param unnormalizedParameters times in the epoch that a critic's parameter was not divided,
   *     because its norm vanished
   */
  record Cbd(
      Spread poisonedWeights,
      Spread cleanWeights,
      double criticLoss,
      @Between(min = 0) long weightlessBatches,
      @Between(min = 0) long unnormalizedParameters)
      implements Diagnostics {
    public Cbd {
      Rules.check(
          Cbd.class,
          poisonedWeights,
          cleanWeights,
          criticLoss,
          weightlessBatches,
          unnormalizedParameters);
    }
  }
}
