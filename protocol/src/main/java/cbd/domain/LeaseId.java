package cbd.domain;

/**
 * A lease's number, from 1, never used twice; it fences: only the current lease of a trial speaks.
 *
 * @param value from 1
 */
public record LeaseId(long value) implements Comparable<LeaseId> {
  @Override
  public int compareTo(LeaseId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
