package cbd.domain;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A checkpoint's file name, which says what is to be known without reading it.
 *
 * @param circumstances digest of all that its numbers depend on, 16 hexadecimal digits
 * @param reached how far its training is, at most 12 digits; of two with the same circumstances the
 *     one with more is further
 * @param writer who wrote it
 */
public record CheckpointName(String circumstances, long reached, String writer) {
  private static final String SUFFIX = ".checkpoint";
  private static final Pattern FORM =
      Pattern.compile("([0-9a-f]{16})-(\\d{12})-([A-Za-z0-9_.-]{0,120})\\.checkpoint");

  /** There is none. */
  public static final CheckpointName NONE = new CheckpointName("0".repeat(16), 0, "none");

  public CheckpointName {
    String name = "%s-%012d-%s%s".formatted(circumstances, reached, writer, SUFFIX);
    if (!FORM.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' is no name of a checkpoint");
    }
  }

  /** Empty when it is no checkpoint's name. */
  public static Optional<CheckpointName> parse(String fileName) {
    Matcher name = FORM.matcher(fileName);
    return name.matches()
        ? Optional.of(
            new CheckpointName(name.group(1), Long.parseLong(name.group(2)), name.group(3)))
        : Optional.empty();
  }

  /**
   * Whether it is of use to whoever has others already. Only one of the same circumstances can
   * stand in for it, however far one of other circumstances is: no training goes on from that.
   */
  public boolean isOfUseBeside(Collection<CheckpointName> others) {
    return others.stream()
        .noneMatch(other -> other.circumstances.equals(circumstances) && other.reached >= reached);
  }

  /** The file's name. */
  @Override
  public String toString() {
    return "%s-%012d-%s%s".formatted(circumstances, reached, writer, SUFFIX);
  }
}
