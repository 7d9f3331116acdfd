package cbd.training.cli;

import cbd.training.stage.StageSettings;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where stages are kept, for every command that trains. */
public final class StageOptions {
  private static final String OFF = "off";
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*([kKmMgGtT]?)[bB]?");
  private static final String UNITS = "kmgt";

  @Option(
      names = "--stages",
      paramLabel = "DIR|off",
      description =
          "Where poisoned sets, backdoored models and attackers' networks are kept for other trials"
              + " that need the same; processes of one machine may share it. A trial gives the same"
              + " numbers with and without. Default: the folder stages in a worker's --dir; off"
              + " where there is none.")
  private @Nullable String folder;

  @Option(
      names = "--stage-budget",
      paramLabel = "SIZE",
      defaultValue = "20GB",
      description =
          "Size of all that is kept there, such as 500MB; the least recently used goes first."
              + " Default: ${DEFAULT-VALUE}.")
  private String budget = "";

  /** A size that is none. */
  public static final class InvalidSizeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidSizeException(String text) {
      super("--stage-budget must be a size such as 500MB or 20GB, but was '" + text + "'");
    }
  }

  /**
   * The settings.
   *
   * @param usual the folder when none was named; null: nothing is kept then
   * @throws InvalidSizeException when the budget is no size
   */
  public StageSettings settings(@Nullable Path usual) {
    long bytes = bytes(budget);
    if (folder == null) {
      return usual == null
          ? StageSettings.OFF
          : new StageSettings(usual.toAbsolutePath().normalize().toString(), bytes);
    }
    return folder.isEmpty() || folder.equals(OFF)
        ? StageSettings.OFF
        : new StageSettings(Path.of(folder).toAbsolutePath().normalize().toString(), bytes);
  }

  /** With decimal units, as disks are sold. */
  static long bytes(String text) {
    Matcher size = SIZE.matcher(text.strip());
    if (!size.matches()) {
      throw new InvalidSizeException(text);
    }
    long bytes = Long.parseLong(size.group(1));
    int power =
        size.group(2).isEmpty() ? 0 : UNITS.indexOf(size.group(2).toLowerCase(Locale.ROOT)) + 1;
    for (int i = 0; i < power; i++) {
      bytes *= 1000;
    }
    return bytes;
  }
}
