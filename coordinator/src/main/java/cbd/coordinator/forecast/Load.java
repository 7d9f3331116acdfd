package cbd.coordinator.forecast;

/**
 * Work that is to be spread over slots.
 *
 * @param work in multiply-adds, of all trials together
 * @param starts start-ups to come, one in each slot of a trial that has not begun
 * @param longest the largest trial's work
 */
public record Load(double work, int starts, double longest) {
  /** Nothing to do. */
  public static final Load NONE = new Load(0, 0, 0);

  /** One trial more, of which nothing is done yet. */
  public Load andWaiting(double left) {
    return new Load(work + left, starts + 1, Math.max(longest, left));
  }

  /** One trial more, which is under way. */
  public Load andRunning(double left) {
    return new Load(work + left, starts, Math.max(longest, left));
  }

  /** Both. */
  public Load and(Load other) {
    return new Load(work + other.work, starts + other.starts, Math.max(longest, other.longest));
  }

  /**
   * The same for trials that each keep several slots, though they are not done sooner for it.
   *
   * @param slots at least 1
   */
  public Load times(int slots) {
    return new Load(work * slots, starts * slots, longest);
  }

  public boolean isNothing() {
    return work <= 0;
  }
}
