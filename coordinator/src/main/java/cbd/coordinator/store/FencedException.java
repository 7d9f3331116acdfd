package cbd.coordinator.store;

/** Another coordinator has taken office: this one's term is over, and it must stop itself. */
public final class FencedException extends StoreException {
  private static final long serialVersionUID = 1L;

  private final long current;

  FencedException(Term term, long current) {
    super(
        "Term "
            + term.epoch()
            + " of "
            + term.owner()
            + " is over: the store is in term "
            + current
            + ". Nothing was written; this coordinator must stop, its successor goes on.",
        null);
    this.current = current;
  }

  /** The epoch of the term that is in office now. */
  public long current() {
    return current;
  }
}
