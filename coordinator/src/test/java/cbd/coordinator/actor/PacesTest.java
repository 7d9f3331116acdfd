package cbd.coordinator.actor;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.forecast.Speed;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.Progress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacesTest {
  private static final LeaseId LEASE = new LeaseId(1);
  private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

  private final Paces paces = new Paces();

  @Test
  void measuresFromTheFirstWordOfAResumedAttempt() {
    paces.granted(LEASE, 100, START);
    hear(0.5, 10);
    hear(0.6, 30);

    assertThat(paces.speed().rates()).containsExactly((0.6 - 0.5) * 100 / 20);
    assertThat(paces.grantedAt(LEASE)).contains(START);
  }

  @Test
  void saysNothingAfterOneWordOrWithinASecond() {
    hear(0.1, 0);
    assertThat(paces.speed().rates()).isEmpty();
    paces.progressed(LEASE, 100, progress(0.2), START.plusMillis(900));

    assertThat(paces.speed().rates()).isEmpty();
  }

  @Test
  void saysNothingOfAnAttemptThatDoesNotMove() {
    hear(0.5, 0);
    hear(0.5, 60);

    assertThat(paces.speed().rates()).isEmpty();
  }

  @Test
  void tellsStartUpFromTraining() {
    paces.granted(LEASE, 100, START);
    hear(0.1, 12);
    hear(0.5, 32);

    // 40 in 20 s, so the first 10 took 5 of the 12 s.
    assertThat(paces.speed()).isEqualTo(new Speed(List.of(2.0), List.of(7.0)));
  }

  @Test
  void countsAnAttackersTrainingAsStartUp() {
    paces.granted(LEASE, 100, START);
    paces.progressed(LEASE, 100, new Progress(Phase.ATTACK, 1, 40, 1, 10, 0), START.plusSeconds(3));
    hear(0.1, 62);
    hear(0.5, 82);

    assertThat(paces.speed()).isEqualTo(new Speed(List.of(2.0), List.of(57.0)));
  }

  @Test
  void remembersAFinishedAttemptWithoutItsStartUp() {
    paces.granted(LEASE, 100, START);
    hear(0.1, 12);
    paces.finished(LEASE, 100, 55, START.plusSeconds(57));

    assertThat(paces.speed()).isEqualTo(new Speed(List.of(2.0), List.of(7.0)));
    assertThat(paces.grantedAt(LEASE)).isEmpty();
  }

  @Test
  void takesTheWholeTimeOfAnAttemptTooShortToTellApart() {
    paces.granted(LEASE, 100, START);
    hear(0.9, 3);
    paces.finished(LEASE, 100, 4, START.plusMillis(3500));

    assertThat(paces.speed()).isEqualTo(new Speed(List.of(25.0), List.of()));
  }

  @Test
  void forgetsWhatEndedWithoutAResult() {
    hear(0.1, 0);
    hear(0.2, 10);
    paces.ended(LEASE);

    assertThat(paces.speed().isKnown()).isFalse();
  }

  @Test
  void remembersTheLatestOnly() {
    for (int i = 1; i <= 100; i++) {
      paces.finished(new LeaseId(i), i, 1, START);
    }

    assertThat(paces.speed().rates()).hasSize(64).startsWith(37.0).endsWith(100.0);
  }

  private void hear(double done, int second) {
    paces.progressed(LEASE, 100, progress(done), START.plusSeconds(second));
  }

  private static Progress progress(double done) {
    return new Progress(Phase.FINAL, 1, 2, 1, 10, done);
  }
}
