package cbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What {@code docs/troubleshooting.md} quotes is said by the program, word for word. */
class TroubleshootingPageTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern QUOTED = Pattern.compile("(?m)^### `(.*)`$");

  /** Two pieces of one text, with what stands between them or not. */
  private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

  private static String source;

  @BeforeAll
  static void read() throws IOException {
    StringBuilder all = new StringBuilder(Files.readString(ROOT.resolve("cbd")));
    for (String module : List.of("protocol", "coordinator", "worker")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src").resolve("main"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          all.append(JOINT.matcher(Files.readString(file)).replaceAll(""));
        }
      }
    }
    source = all.toString();
  }

  @TestFactory
  Stream<DynamicTest> everyMessageIsSaid() throws IOException {
    String page = Files.readString(ROOT.resolve("docs").resolve("troubleshooting.md"));
    List<String> quoted =
        QUOTED.matcher(page).results().map((MatchResult each) -> each.group(1)).toList();
    assertThat(quoted).hasSizeGreaterThan(20);
    return quoted.stream()
        .map(
            message ->
                DynamicTest.dynamicTest(message, () -> assertThat(isSaid(message)).isTrue()));
  }

  /** Whether all pieces of a message follow each other somewhere, and not far apart. */
  private static boolean isSaid(String message) {
    String pattern =
        Stream.of(message.split("…", -1))
            .map(Pattern::quote)
            .reduce((a, b) -> a + ".{0,200}?" + b)
            .orElseThrow();
    return Pattern.compile(pattern, Pattern.DOTALL).matcher(source).find();
  }
}
