package cbd.coordinator.http;

/** Hears of requests that were turned away, to count them. Called on any thread. */
@FunctionalInterface
public interface RequestObserver {
  /** Why a request was turned away. */
  enum Refusal {
    /** It shows no token, or one that opens nothing. */
    UNAUTHENTICATED,
    /** Its token's role does not suffice. */
    FORBIDDEN,
    /** Its sender asks too often. */
    TOO_MANY
  }

  /** A request was turned away. */
  void refused(Refusal refusal);
}
