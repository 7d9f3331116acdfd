package cbd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The commands that the README and {@code docs/} show. */
final class DocumentedCommands {
  private static final Pattern FENCE =
      Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern INLINE = Pattern.compile("`((?:\\./)?cbd [^`\\n]+)`");
  private static final Pattern INDENTED =
      Pattern.compile("(?m)^(?: {4}|\\t)(?:\\./|\\w+=\\S+ )*(?:cbd|mvnw|sqlite3|python3|curl) .*");

  private static final Pattern COMMAND =
      Pattern.compile("(?m)^(?:\\./|\\w+=\\S+ )*(?:cbd|mvnw|sqlite3|python3|curl) .*");

  /**
   * A command in a block of its own.
   *
   * @param page such as {@code docs/models.md}
   * @param exports lines of the block before it that set its environment
   * @param line as it stands there; several lines when the command goes on
   */
  record Shown(String page, List<String> exports, String line) {
    @Override
    public String toString() {
      return page + ": " + line.replaceAll("\\s+", " ");
    }
  }

  private DocumentedCommands() {}

  static List<Path> pages(Path home) throws IOException {
    try (Stream<Path> docs = Files.walk(home.resolve("docs"))) {
      return Stream.concat(
              Stream.of(home.resolve("README.md")),
              docs.filter(file -> file.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  /** Commands in blocks, in order. */
  static List<Shown> inBlocks(Path home) throws IOException {
    List<Shown> commands = new ArrayList<>();
    for (Path page : pages(home)) {
      String name = home.relativize(page).toString();
      for (MatchResult fence : fences(page)) {
        if (fence.group(1).equals("sh")) {
          List<String> exports = new ArrayList<>();
          for (String line : lines(fence.group(2))) {
            commands.add(new Shown(name, List.copyOf(exports), line));
            if (line.startsWith("export ")) {
              exports.add(line);
            }
          }
        }
      }
    }
    return commands;
  }

  /** Commands in other blocks than those for a shell, where nobody would run them. */
  static List<String> hidden(Path home) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path page : pages(home)) {
      for (MatchResult fence : fences(page)) {
        if (!fence.group(1).equals("sh")) {
          COMMAND.matcher(fence.group(2)).results().map(MatchResult::group).forEach(found::add);
        }
      }
      String outside = FENCE.matcher(Files.readString(page)).replaceAll("");
      INDENTED.matcher(outside).results().map(MatchResult::group).forEach(found::add);
    }
    return found;
  }

  /** Commands within sentences. */
  static List<Shown> inSentences(Path home) throws IOException {
    List<Shown> found = new ArrayList<>();
    for (Path page : pages(home)) {
      String name = home.relativize(page).toString();
      String sentences = FENCE.matcher(Files.readString(page)).replaceAll("");
      INLINE
          .matcher(sentences)
          .results()
          .forEach(match -> found.add(new Shown(name, List.of(), match.group(1))));
    }
    return found;
  }

  private static List<MatchResult> fences(Path page) throws IOException {
    return FENCE.matcher(Files.readString(page)).results().toList();
  }

  /** Lines of a block, each with those that it goes on in. */
  private static List<String> lines(String block) {
    List<String> whole = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String each : block.split("\n", -1)) {
      line.append(line.isEmpty() ? "" : "\n").append(each);
      long quotes = line.chars().filter(letter -> letter == '"').count();
      if (!each.endsWith("\\") && quotes % 2 == 0) {
        if (!line.toString().isBlank()) {
          whole.add(line.toString());
        }
        line.setLength(0);
      }
    }
    return whole;
  }
}
