package cbd.domain;

import cbd.text.CanonicalText;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A sweep's identity: its name and a hash over its trials, such as {@code demo-3f9c2a10}; the same
 * sweep submitted twice is one sweep.
 *
 * @param value name, dash, eight hexadecimal digits
 */
public record SweepId(String value) implements Comparable<SweepId> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}-[0-9a-f]{8}");

  /** Digits of the hash. */
  private static final int HASH = 8;

  public SweepId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a sweep id is a name, a dash and eight hexadecimal digits, but was '" + value + "'");
    }
  }

  /** The id of a sweep with this name and these trials, in any order, and no others ever. */
  public static SweepId of(String name, List<TrialId> trials) {
    return of(name, trials, new Repeats.AsWritten());
  }

  /**
   * The id of a sweep.
   *
   * @param trials that it begins with, in any order
   * @param repeats by which further ones come
   */
  public static SweepId of(String name, List<TrialId> trials, Repeats repeats) {
    StringBuilder text = new StringBuilder("cbd-sweep/1 ").append(name);
    trials.stream().sorted().forEach(trial -> text.append(' ').append(trial));
    if (!(repeats instanceof Repeats.AsWritten)) {
      text.append(' ').append(CanonicalText.of(repeats));
    }
    return new SweepId(name + "-" + Digest.hex(text.toString()).substring(0, HASH));
  }

  /** What the sweep is called. */
  public String name() {
    return value.substring(0, value.length() - HASH - 1);
  }

  @Override
  public int compareTo(SweepId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
