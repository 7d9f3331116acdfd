package cbd.domain;

import java.util.regex.Pattern;

/**
 * A worker's name, stable over restarts of its process.
 *
 * @param value letters, digits, dots, dashes and underscores, at most 64
 */
public record WorkerId(String value) implements Comparable<WorkerId> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  public WorkerId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a worker's name is 1 to 64 letters, digits, dots, dashes and underscores, but was '"
              + value
              + "'");
    }
  }

  @Override
  public int compareTo(WorkerId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
