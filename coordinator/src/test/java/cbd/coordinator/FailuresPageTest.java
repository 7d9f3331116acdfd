package cbd.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.schedule.Handover;
import cbd.domain.Failure;
import cbd.text.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/failures.md} names what there is, and says of each what the code does. */
class FailuresPageTest {
  private static final Path PAGE = Path.of("..", "docs", "failures.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (.*) \\|$");

  private static List<String> rows(String section) throws IOException {
    String text = Files.readString(PAGE);
    String from = text.substring(text.indexOf("\n## " + section));
    int end = from.indexOf("\n## ", 1);
    return ROW.matcher(end < 0 ? from : from.substring(0, end))
        .results()
        .map(row -> row.group(1) + " | " + row.group(2))
        .toList();
  }

  @Test
  void hasARowForEveryClassOfFailure() throws IOException {
    assertThat(rows("Classes of failure"))
        .extracting(row -> row.substring(0, row.indexOf(' ')))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Failure.values()).map(Words::of).toList());
  }

  @Test
  void saysOfEachWhatIsDoneAboutIt() throws IOException {
    for (String row : rows("Classes of failure")) {
      String name = row.substring(0, row.indexOf(' ')).toUpperCase(Locale.ROOT);
      Failure failure = Failure.valueOf(name.replace('-', '_'));
      String said = row.substring(row.lastIndexOf('|'));
      assertThat(said)
          .as(row)
          .contains(
              switch (failure.remedy()) {
                case NONE -> "given up at once";
                case ELSEWHERE -> "retried elsewhere";
                case ELSEWHERE_ONCE -> "retried elsewhere once";
                case FEWER_ON_DEVICE -> "alone on its device, then alone on its worker";
                case FEWER_ON_WORKER -> "retried alone on a worker";
              });
      assertThat(said.contains("does not count")).as(row).isEqualTo(failure.isTheWorkers());
    }
  }

  @Test
  void hasARowForEveryWayALeaseComesBack() throws IOException {
    assertThat(rows("What does not count"))
        .extracting(row -> row.substring(0, row.indexOf(' ')))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Handover.values()).map(Words::of).toList());
  }
}
