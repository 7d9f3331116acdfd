package cbd.coordinator.metrics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The lines of {@code cbd/metrics.txt}. */
record MetricsContract(String role, String name, String type, List<String> labels) {

  static List<MetricsContract> lines() {
    try (BufferedReader text =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    MetricsContract.class.getResourceAsStream("/cbd/metrics.txt")),
                StandardCharsets.UTF_8))) {
      return text.lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(MetricsContract::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<MetricsContract> of(String role) {
    return lines().stream().filter(line -> line.role().equals(role)).toList();
  }

  private static MetricsContract parse(String line) {
    String[] words = line.strip().split("\\s+", -1);
    if (words.length != 4) {
      throw new AssertionError("not role, name, type and labels: " + line);
    }
    List<String> labels = words[3].equals("-") ? List.of() : List.of(words[3].split(",", -1));
    return new MetricsContract(words[0], words[1], words[2], labels);
  }
}
