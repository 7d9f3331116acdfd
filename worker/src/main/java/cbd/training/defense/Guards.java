package cbd.training.defense;

/**
 * How often CBD's arithmetic would have divided zero by zero and was kept from it.
 *
 * @param weightlessBatches batches whose weights were all zero and were taken as one
 * @param unnormalizedParameters times a critic's parameter was left as it is
 */
public record Guards(long weightlessBatches, long unnormalizedParameters) {
  static final Guards NONE = new Guards(0, 0);

  Guards plus(Guards other) {
    return new Guards(
        weightlessBatches + other.weightlessBatches,
        unnormalizedParameters + other.unnormalizedParameters);
  }

  Guards minus(Guards other) {
    return new Guards(
        weightlessBatches - other.weightlessBatches,
        unnormalizedParameters - other.unnormalizedParameters);
  }
}
