package cbd.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.LeaseId;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PretendedTrialTest {
  private static final Duration EPOCH = Duration.ofSeconds(10);

  @Test
  void spreadsTheFirstEpochsOfTrialsThatBeganTogether() {
    PretendedTrial trial = new PretendedTrial(Duration.ZERO, 6, EPOCH, Duration.ZERO);
    List<Long> sorted =
        LongStream.rangeClosed(1, 100)
            .map(lease -> trial.before(1, new LeaseId(lease)).toMillis())
            .sorted()
            .boxed()
            .toList();

    assertThat(sorted.get(0)).isBetween(5_000L, 5_300L);
    assertThat(sorted.get(99)).isBetween(14_700L, 15_000L);
    for (int i = 1; i < 100; i++) {
      assertThat(sorted.get(i) - sorted.get(i - 1)).as("no two at once").isBetween(1L, 300L);
    }
  }

  @Test
  void takesAsLongForEveryFurtherEpochAndNoTimeForTheResult() {
    PretendedTrial trial = new PretendedTrial(Duration.ZERO, 2, EPOCH, Duration.ZERO);

    assertThat(trial.before(2, new LeaseId(7))).isEqualTo(EPOCH);
    assertThat(trial.before(3, new LeaseId(7))).as("the result").isZero();
  }

  @Test
  void lastsAsLongAsItIsToldWithoutEpochs() {
    PretendedTrial trial = new PretendedTrial(Duration.ofSeconds(1), 0);

    assertThat(trial.before(1, new LeaseId(7))).isEqualTo(Duration.ofSeconds(1));
  }
}
