package cbd.coordinator.actor;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.schedule.TrialStanding;
import cbd.coordinator.store.StoredState;
import cbd.domain.SweepId;
import cbd.domain.SweepTerms;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SweepsTest {
  private final List<Trial> trials = Stage.trials(3);
  private final List<TrialId> ids = trials.stream().map(Trial::id).toList();
  private final SweepId all = Stage.sweep(3);
  private final SweepId two = Stage.sweep(2);

  @Test
  void countsATrialInEachSweepThatHoldsIt() {
    Sweeps sweeps = new Sweeps();
    sweeps.add(two, "two", 3, SweepTerms.DEFAULT);
    sweeps.extend(two, ids.subList(0, 2), Map.of());
    sweeps.moved(ids.get(0), TrialState.QUEUED, TrialState.LEASED);
    sweeps.moved(ids.get(0), TrialState.LEASED, TrialState.SUCCEEDED);
    sweeps.add(all, "all", 3, SweepTerms.DEFAULT);
    sweeps.extend(all, ids.subList(0, 2), Map.of(ids.get(0), TrialState.SUCCEEDED));
    sweeps.extend(all, ids.subList(2, 3), Map.of());
    sweeps.moved(ids.get(1), TrialState.QUEUED, TrialState.CANCELLED);

    assertThat(sweeps.find(two).orElseThrow().counts())
        .containsEntry(TrialState.SUCCEEDED, 1)
        .containsEntry(TrialState.CANCELLED, 1)
        .containsEntry(TrialState.QUEUED, 0);
    assertThat(sweeps.find(two).orElseThrow().isUnfinished()).isFalse();
    assertThat(sweeps.find(all).orElseThrow().counts())
        .containsEntry(TrialState.SUCCEEDED, 1)
        .containsEntry(TrialState.CANCELLED, 1)
        .containsEntry(TrialState.QUEUED, 1);
    assertThat(sweeps.find(all).orElseThrow().isUnfinished()).isTrue();
    assertThat(sweeps.holding(ids.get(0))).extracting(Sweeps.Entry::id).containsExactly(two, all);
    assertThat(sweeps.holding(ids.get(2))).extracting(Sweeps.Entry::id).containsExactly(all);
  }

  @Test
  void countsTheSameAfterARestart() {
    StoredState stored =
        new StoredState(
            List.of(
                standing(0, TrialState.FAILED),
                standing(1, TrialState.QUEUED),
                standing(2, TrialState.QUEUED)),
            1,
            List.of(new StoredState.StoredSweep(all, "all", 4, SweepTerms.DEFAULT, ids)),
            List.of(),
            List.of());

    Sweeps.Entry sweep = Sweeps.restore(stored).find(all).orElseThrow();

    assertThat(sweep.counts())
        .containsEntry(TrialState.FAILED, 1)
        .containsEntry(TrialState.QUEUED, 2)
        .hasSize(TrialState.values().length);
    assertThat(sweep.maxAttempts()).isEqualTo(4);
    assertThat(sweep.trials()).isEqualTo(ids);
  }

  private TrialStanding standing(int index, TrialState state) {
    return new TrialStanding(trials.get(index), index, state, 1, 3, null, 0, null);
  }
}
