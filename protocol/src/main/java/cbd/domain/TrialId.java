package cbd.domain;

import cbd.text.CanonicalText;
import java.util.regex.Pattern;

/**
 * A trial's identity: the first 128 bits of the SHA-256 of its spec's canonical text. Equal
 * configurations have equal ids, on every machine and in every sweep.
 *
 * @param value 32 lower-case hexadecimal digits
 */
public record TrialId(String value) implements Comparable<TrialId> {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern BEGINNING = Pattern.compile("[0-9a-f]{4,32}");

  public TrialId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a trial id is 32 hexadecimal digits, but was '" + value + "'");
    }
  }

  public static TrialId of(TrialSpec spec) {
    return new TrialId(Digest.hex("cbd-trial/1 " + CanonicalText.of(spec)).substring(0, 32));
  }

  /** Whether a text may name a trial: a whole id, or four of its first digits at least. */
  public static boolean isBeginning(String text) {
    return BEGINNING.matcher(text).matches();
  }

  /** The first eight digits, for people. */
  public String brief() {
    return value.substring(0, 8);
  }

  @Override
  public int compareTo(TrialId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
