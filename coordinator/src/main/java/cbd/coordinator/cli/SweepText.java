package cbd.coordinator.cli;

import cbd.coordinator.sweep.Sweep;
import cbd.coordinator.sweep.SweepFile;
import cbd.text.InvalidTextException;
import cbd.text.Location;
import cbd.text.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * A sweep file that was read from disk and found right.
 *
 * @param yaml as it stands in the file
 */
record SweepText(String yaml, Sweep sweep) {

  /**
   * Reads it.
   *
   * @throws CliFailure with all problems, each on its line as {@code file:line:column: message}
   */
  static SweepText read(Path file) {
    return read(file, SweepFile.MAX_TRIALS);
  }

  /**
   * Reads one that need not be a sweep's in size.
   *
   * @param mostCells its grid may have
   * @throws CliFailure with all problems, each on its line as {@code file:line:column: message}
   */
  static SweepText read(Path file, int mostCells) {
    String yaml = text(file);
    try {
      return new SweepText(yaml, SweepFile.parse(yaml, mostCells));
    } catch (InvalidTextException e) {
      throw new CliFailure(Exit.INVALID, problems(file, e));
    }
  }

  /** All problems of a file, each on its line as {@code file:line:column: message}. */
  static String problems(Path file, InvalidTextException e) {
    int count = e.problems().size();
    return file
        + (count == 1 ? " has 1 problem:\n" : " has " + count + " problems:\n")
        + e.problems().stream()
            .map(problem -> line(file, problem))
            .collect(Collectors.joining("\n"));
  }

  private static String line(Path file, Problem problem) {
    Location at = problem.at();
    String place = at.equals(Location.NONE) ? "" : ":" + at.line() + ":" + at.column();
    return file + place + ": " + problem.message();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new CliFailure(Exit.INVALID, "there is no file " + file);
    } catch (CharacterCodingException e) {
      throw new CliFailure(Exit.INVALID, file + " is not UTF-8 text");
    } catch (IOException e) {
      throw new CliFailure(Exit.INVALID, file + " cannot be read: " + e.getMessage());
    }
  }
}
