package cbd.coordinator.cli.client;

import cbd.coordinator.http.ProblemDocument;

/** The coordinator answered, and said no. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ProblemDocument problem;

  RefusedException(ProblemDocument problem) {
    super(problem.detail());
    this.problem = problem;
  }

  /** What was wrong, in the coordinator's words. */
  public ProblemDocument problem() {
    return problem;
  }

  /** Whether the coordinator cannot answer for now: it starts, hands over, or its disk is full. */
  public boolean isForNow() {
    return problem.status() == 503;
  }
}
