package cbd.coordinator.actor;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.forecast.Forecast;
import cbd.coordinator.forecast.Load;
import cbd.coordinator.forecast.Speed;
import cbd.domain.Repeats;
import cbd.domain.SweepId;
import cbd.domain.SweepTerms;
import cbd.domain.Trial;
import cbd.domain.TrialState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveViewsTest {
  private final Stage stage = new Stage();

  @AfterEach
  void close() {
    stage.close();
  }

  private void submit(String name, List<Trial> trials, int priority) {
    SweepId id = SweepId.of(name, trials.stream().map(Trial::id).toList());
    SweepTerms terms = new SweepTerms(priority, List.of(), "", new Repeats.AsWritten());
    stage.request(
        new Request.SubmitSweep(id, name, "text", trials, 3, terms, stage.replies().getRef()));
    stage.store.step();
  }

  @Test
  void aNewSweepWaitsOnlyForThoseThatAreServedBeforeIt() {
    stage.coordinator();
    submit("later", Stage.trials(3), -5);
    submit("first", Stage.trials(5).subList(3, 5), 7);

    LiveView view = stage.look().toCompletableFuture().join();

    assertThat(view.ahead(8)).isEqualTo(Load.NONE);
    assertThat(view.ahead(7).starts()).isEqualTo(2);
    assertThat(view.ahead(0)).isEqualTo(view.ahead(7));
    assertThat(view.ahead(-5).starts()).isEqualTo(5);
    assertThat(view.ahead(-6)).isEqualTo(Load.NONE.and(view.ahead(-5)));
  }

  @Test
  void ofWhatIsPausedNobodyKnowsWhenItEnds() {
    assertThat(forecast(Map.of(TrialState.SUCCEEDED, 1, TrialState.PAUSED, 5))).isNull();
    assertThat(forecast(Map.of(TrialState.PAUSED, 5, TrialState.QUEUED, 0))).isNull();
    assertThat(forecast(Map.of(TrialState.PAUSED, 5, TrialState.QUEUED, 1))).isNotNull();
    assertThat(forecast(Map.of(TrialState.LEASED, 1))).isNotNull();
  }

  /** Of a sweep before which another is served that takes a minute of one slot. */
  private static Forecast forecast(Map<TrialState, Integer> trials) {
    return LiveViews.forecast(trials, new Load(60, 1, 60), Speed.of(1), 1);
  }
}
