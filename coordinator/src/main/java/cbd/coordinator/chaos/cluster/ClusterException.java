package cbd.coordinator.chaos.cluster;

/** The cluster could not be started, or is no longer what it was; the message says why. */
public final class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ClusterException(String message) {
    super(message);
  }
}
