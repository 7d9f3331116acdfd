package cbd.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.coordinator.store.StoredState.StoredEpoch;
import cbd.domain.TrialId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpochColumnsTest {
  private static final List<String> TRIALS = List.of("a".repeat(32), "b".repeat(32));

  @Test
  void givesBackWhatWasAddedInItsOrder() {
    EpochColumns columns = new EpochColumns();
    List<StoredEpoch> expected = new ArrayList<>();
    for (int row = 0; row < 40_000; row++) {
      String trial = TRIALS.get(row % 2);
      columns.add(trial, row, row / 3.0, row / 7.0);
      expected.add(new StoredEpoch(new TrialId(trial), row, row / 3.0, row / 7.0));
    }

    assertThat(columns).isEqualTo(expected);
    assertThat(columns.get(0).trial()).isSameAs(columns.get(39_998).trial());
    assertThatThrownBy(() -> columns.get(40_000)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
