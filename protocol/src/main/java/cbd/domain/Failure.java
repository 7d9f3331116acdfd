package cbd.domain;

/**
 * Classes of failure, told apart because they call for different reactions. {@code
 * docs/failures.md} says of each how it is recognised and what happens then.
 */
public enum Failure {
  /** The spec cannot be trained as it stands: it would fail again. */
  BAD_SPEC(Remedy.NONE),
  /** The data set is missing or damaged on that worker. */
  DATA_UNAVAILABLE(Remedy.ELSEWHERE),
  /** The loss became NaN or infinite: deterministic, it would again. */
  DIVERGED(Remedy.NONE),
  /** An exception in training code: a mistake, which would be thrown again, or a broken machine. */
  TRAINING_ERROR(Remedy.ELSEWHERE_ONCE),
  /** The machine refused memory, and nothing says which: neither heap nor device. */
  OUT_OF_MEMORY(Remedy.FEWER_ON_WORKER),
  /** The Java heap of the runner was too small. */
  HEAP_EXHAUSTED(Remedy.ELSEWHERE),
  /** The device's memory ran out. */
  DEVICE_MEMORY_EXHAUSTED(Remedy.FEWER_ON_DEVICE),
  /** The kernel killed the runner because the machine's or the container's memory ran out. */
  KILLED_FOR_MEMORY(Remedy.FEWER_ON_WORKER),
  /** Something outside killed the runner: a person, a batch system. */
  KILLED(Remedy.ELSEWHERE),
  /** Native code or the JVM crashed: SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL. */
  NATIVE_CRASH(Remedy.ELSEWHERE),
  /** No sign of life for far longer than this very attempt's own pace explains. */
  HUNG(Remedy.ELSEWHERE),
  /** No room left, or a read-only file system, where the runner had to write. */
  DISK_FULL(Remedy.ELSEWHERE),
  /** The worker was not heard of until the lease's time was over. */
  WORKER_LOST(Remedy.ELSEWHERE),
  /** The runner process ended without a word, in a way that has no class of its own. */
  RUNNER_DIED(Remedy.ELSEWHERE),
  /** The runner process could not be started or did not answer. */
  RUNNER_UNREACHABLE(Remedy.ELSEWHERE);

  /** What may help. */
  public enum Remedy {
    /** Nothing: the same would happen again, everywhere. */
    NONE,
    /** Another attempt, on another worker or device if there is one. */
    ELSEWHERE,
    /** The same, unless an attempt was lost before: then it is hardly the machine. */
    ELSEWHERE_ONCE,
    /** Another attempt, with fewer others on the same device. */
    FEWER_ON_DEVICE,
    /** Another attempt, with fewer others on the same worker. */
    FEWER_ON_WORKER
  }

  private final Remedy remedy;

  Failure(Remedy remedy) {
    this.remedy = remedy;
  }

  /** What may help against it. */
  public Remedy remedy() {
    return remedy;
  }

  /** Whether another attempt may end differently. */
  public boolean retryable() {
    return remedy != Remedy.NONE;
  }

  /**
   * Whether the worker's circumstances alone are to blame, so that the lost attempt does not count
   * against the trial.
   */
  public boolean isTheWorkers() {
    return this == DISK_FULL;
  }
}
