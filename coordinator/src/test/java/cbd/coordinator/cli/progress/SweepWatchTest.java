package cbd.coordinator.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.coordinator.cli.Pictures;
import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.client.UnreachableException;
import cbd.coordinator.cli.words.TrialNames;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepWatchTest {
  private final PlayedSweep source = new PlayedSweep();
  private final StringWriter text = new StringWriter();
  private final SweepWatch watch =
      new SweepWatch(
          source, new LineDisplay(new PrintWriter(text), TrialNames.PLAIN), Duration.ofMillis(1));

  @Test
  void looksUntilAllTrialsHaveEnded() throws InterruptedException {
    source.pictures.add(Pictures.sweep(List.of(), "queued=2"));
    source.pictures.add(Pictures.sweep(List.of(), "succeeded=1", "queued=1"));
    source.pictures.add(Pictures.sweep(List.of(), "succeeded=2"));

    assertThat(watch.toTheEnd(() -> {}).done()).isEqualTo(2);
    assertThat(source.pictures).isEmpty();
  }

  @Test
  void waitsForACoordinatorThatGoesAway() throws InterruptedException {
    source.pictures.add(Pictures.sweep(List.of(), "queued=1"));
    source.pictures.add(unreachable());
    source.pictures.add(unreachable());
    source.pictures.add(Pictures.sweep(List.of(), "succeeded=1"));

    watch.toTheEnd(() -> {});

    assertThat(text.toString())
        .containsOnlyOnce("Waiting: no coordinator answers")
        .contains("The coordinator is back.");
  }

  @Test
  void endsEarlyWhenItIsToldTo() {
    assertThatThrownBy(
            () ->
                watch.toTheEnd(
                    () -> {
                      throw new IllegalStateException("worker-1 ended");
                    }))
        .hasMessage("worker-1 ended");
  }

  /** Port 1 is nobody's. */
  private static UnreachableException unreachable() {
    try {
      new CoordinatorClient(URI.create("http://127.0.0.1:1")).sweeps();
    } catch (UnreachableException e) {
      return e;
    }
    throw new AssertionError("somebody answers at port 1");
  }
}
