package cbd.coordinator.store;

import static cbd.coordinator.store.Samples.AGAIN;
import static cbd.coordinator.store.Samples.accepted;
import static cbd.coordinator.store.Samples.at;
import static cbd.coordinator.store.Samples.expired;
import static cbd.coordinator.store.Samples.granted;
import static cbd.coordinator.store.Samples.recorded;
import static cbd.coordinator.store.Samples.trials;
import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.schedule.Event;
import cbd.domain.TrialId;
import java.util.List;
import org.junit.jupiter.api.Test;

class WavesTest {
  private final TrialId one = Samples.trial(1).id();
  private final TrialId two = Samples.trial(2).id();

  @Test
  void putsEventsOfDifferentTrialsTogether() {
    List<Event> events = List.of(recorded(1, 1, one, 1, 1), recorded(1, 2, two, 1, 1));

    assertThat(Waves.of(events)).containsExactly(events);
  }

  @Test
  void keepsTheOrderOfOneTrialsEvents() {
    Event expired = expired(1, 1, one, 1, AGAIN);
    Event cooled = new Event.CooledDown(at(2), one, 2);
    Event other = recorded(2, 2, two, 1, 1);
    Event granted = granted(3, 3, one, 2);

    assertThat(Waves.of(List.of(expired, cooled, other, granted)))
        .containsExactly(List.of(expired, other), List.of(cooled), List.of(granted));
  }

  @Test
  void letsNoEventPassTheAcceptanceOfASweep() {
    Event before = granted(1, 1, one, 1);
    Event accepted = accepted(2, "demo", trials(3));
    Event after = granted(3, 2, two, 1);
    Event later = recorded(4, 1, one, 1, 1);

    assertThat(Waves.of(List.of(before, accepted, after, later)))
        .containsExactly(List.of(before), List.of(accepted), List.of(after, later));
  }

  @Test
  void makesNoWaveOfNothing() {
    assertThat(Waves.of(List.of())).isEmpty();
  }
}
