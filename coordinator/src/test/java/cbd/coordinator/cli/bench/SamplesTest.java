package cbd.coordinator.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void tellsQuantilesOfGoodAnswersAndCountsTheOthers() {
    Samples samples = new Samples();
    for (int i = 1; i <= 100; i++) {
      samples.add(new Samples.Sample("GET /workers", i, i * 1_000_000L, 200, 10));
    }
    samples.add(new Samples.Sample("GET /workers", 50, 9_000_000_000L, Samples.TOO_MANY, 0));
    samples.add(new Samples.Sample("GET /sweeps", 50, 5_000_000, 200, 7));

    List<LoadFigures.Route> routes = Samples.routes(samples.between(0, 101));

    assertThat(routes)
        .containsExactly(
            new LoadFigures.Route("GET /workers", 101, 1, 50, 95, 99, 100, 10),
            new LoadFigures.Route("GET /sweeps", 1, 0, 5, 5, 5, 5, 7));
  }

  @Test
  void keepsToItsWindow() {
    Samples samples = new Samples();
    for (int at = 0; at < 10; at++) {
      samples.add(new Samples.Sample("GET /workers", at, 1, 200, 0));
    }

    assertThat(samples.between(3, 6)).extracting(Samples.Sample::at).containsExactly(3L, 4L, 5L);
  }

  @Test
  void readsASeriesOfAScrape() {
    String scrape =
        """
        # TYPE jvm_threads_current gauge
        jvm_threads_current_peak 99.0
        jvm_threads_current 75.0
        jvm_memory_bytes_used{area="heap",} 1.5E8
        """;

    assertThat(Vitals.value(scrape, "jvm_threads_current")).isEqualTo(75);
    assertThat(Vitals.value(scrape, "jvm_memory_bytes_used{area=\"heap\",}")).isEqualTo(1.5e8);
    assertThat(Vitals.value(scrape, "cbd_mailbox_length")).isNaN();
  }
}
