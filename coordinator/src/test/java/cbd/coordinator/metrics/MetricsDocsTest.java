package cbd.coordinator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.metrics.Contract;
import cbd.metrics.Contract.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What is published about metrics is what the contract says. {@code -Dcbd.rewrite-docs} writes the
 * generated part anew; look at the difference before committing it.
 */
class MetricsDocsTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "."), "..", "docs", "metrics.md").normalize();
  private static final boolean REWRITE = System.getProperty("cbd.rewrite-docs") != null;
  private static final String BEGIN = "<!-- generated from the contract by MetricsDocsTest -->\n";
  private static final String END = "<!-- end of generated -->";

  @Test
  void thePageNamesEveryMetric() throws IOException {
    String text = Files.readString(PAGE);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    String wanted = text.substring(0, begin) + reference() + text.substring(end);

    if (REWRITE) {
      Files.writeString(PAGE, wanted);
    } else {
      assertThat(text).isEqualTo(wanted);
    }
  }

  private static String reference() {
    Contract contract = Contract.published();
    StringBuilder page = new StringBuilder();
    for (String role : new String[] {"coordinator", "worker"}) {
      page.append("\n### The ").append(role).append("'s\n\n");
      page.append("At most ").append(contract.budget(role)).append(" series per process.\n\n");
      page.append("| Metric | Type | Labels | Unit | What it says |\n|---|---|---|---|---|\n");
      contract.of(role).forEach(metric -> page.append(row(metric)));
    }
    page.append("\n### What labels may say\n\n| Set | Words |\n|---|---|\n");
    new TreeMap<>(contract.sets()).forEach((name, set) -> page.append(row(name, set)));
    return page.append('\n').toString();
  }

  private static String row(Metric metric) {
    String labels =
        metric.labels().stream()
            .map(
                label ->
                    label.name().equals(label.set())
                        ? "`" + label.name() + "`"
                        : "`" + label.name() + "` of " + label.set())
            .collect(Collectors.joining(", "));
    return "| `%s` | %s | %s | %s | %s%s |\n"
        .formatted(
            metric.name(),
            metric.type(),
            labels,
            metric.unit(),
            metric.help(),
            metric.isUsed() ? "" : " Internal.");
  }

  private static String row(String name, Contract.LabelSet set) {
    String words =
        set.words().stream().map(word -> "`" + word + "`").collect(Collectors.joining(" "));
    return "| %s | %s%s |\n"
        .formatted(name, words, set.others() == 0 ? "" : "up to " + set.others() + " of its own");
  }
}
