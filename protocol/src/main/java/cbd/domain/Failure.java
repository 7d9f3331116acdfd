package cbd.domain;

/** Classes of failure, told apart because they call for different reactions. */
public enum Failure {
  /** The spec cannot be trained as it stands: it would fail again. */
  BAD_SPEC(false),
  /** The data set is missing or damaged on that worker. */
  DATA_UNAVAILABLE(true),
  /** The loss became NaN or infinite: deterministic, it would again. */
  DIVERGED(false),
  /** An exception in training code: seeds are fixed, so it would be thrown again. */
  TRAINING_ERROR(false),
  /** Java heap or device memory ran out. */
  OUT_OF_MEMORY(true),
  /** The runner process died: native crash, kill, machine trouble. */
  RUNNER_DIED(true),
  /** The runner process could not be started or did not answer. */
  RUNNER_UNREACHABLE(true);

  private final boolean retryable;

  Failure(boolean retryable) {
    this.retryable = retryable;
  }

  /** Whether another attempt may end differently. */
  public boolean retryable() {
    return retryable;
  }
}
