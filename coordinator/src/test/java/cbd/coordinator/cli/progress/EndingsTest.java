package cbd.coordinator.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.cli.Pictures;
import cbd.coordinator.http.Views;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndingsTest {
  private final PlayedSweep source = new PlayedSweep();
  private final Endings endings = new Endings(source);

  @Test
  void findsWhatRanAndRunsNoMore() {
    Views.TrialView done = Pictures.trial("a", "succeeded", null);
    source.trials.put("a", done);
    endings.upTo(Pictures.sweep(List.of(Pictures.running("a", 1)), "leased=1"));

    assertThat(endings.upTo(Pictures.sweep(List.of(), "succeeded=1"))).containsExactly(done);
    assertThat(endings.upTo(Pictures.sweep(List.of(), "succeeded=1"))).isEmpty();
  }

  @Test
  void findsAFailureBetweenTwoLooksOnce() {
    Views.TrialView failed = Pictures.trial("b", "failed", "data set missing");
    source.failed.add(failed);

    assertThat(endings.upTo(Pictures.sweep(List.of(), "failed=1"))).containsExactly(failed);
    assertThat(endings.upTo(Pictures.sweep(List.of(), "failed=1"))).isEmpty();
  }

  @Test
  void tellsOfAFailureItSawRunningOnce() {
    Views.TrialView failed = Pictures.trial("a", "failed", "diverged");
    source.trials.put("a", failed);
    source.failed.add(failed);
    endings.upTo(Pictures.sweep(List.of(Pictures.running("a", 1)), "leased=1"));

    assertThat(endings.upTo(Pictures.sweep(List.of(), "failed=1"))).containsExactly(failed);
  }

  @Test
  void remembersWhatRanWhileNobodyIsActive() {
    Views.TrialView done = Pictures.trial("a", "succeeded", null);
    source.trials.put("a", done);
    endings.upTo(Pictures.sweep(List.of(Pictures.running("a", 1)), "leased=1"));

    assertThat(endings.upTo(Pictures.sweep((Views.Live) null, "leased=1"))).isEmpty();
    assertThat(endings.upTo(Pictures.sweep(List.of(), "succeeded=1"))).containsExactly(done);
  }
}
