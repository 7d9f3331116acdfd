package cbd.coordinator.chaos.check;

/**
 * A promise that was not kept.
 *
 * @param promise which one, in words
 * @param words what happened instead, with trials and lines of the history
 */
public record Violation(String promise, String words) {
  @Override
  public String toString() {
    return promise + ": " + words;
  }
}
