package cbd.coordinator.actor;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.Progress;
import java.time.Instant;
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

    assertThat(paces.rates()).containsExactly((0.6 - 0.5) * 100 / 20);
    assertThat(paces.grantedAt(LEASE)).contains(START);
  }

  @Test
  void saysNothingAfterOneWordOrWithinASecond() {
    hear(0.1, 0);
    assertThat(paces.rates()).isEmpty();
    paces.progressed(LEASE, 100, progress(0.2), START.plusMillis(900));

    assertThat(paces.rates()).isEmpty();
  }

  @Test
  void saysNothingOfAnAttemptThatDoesNotMove() {
    hear(0.5, 0);
    hear(0.5, 60);

    assertThat(paces.rates()).isEmpty();
  }

  @Test
  void forgetsWhatEndedAndRemembersWhatFinished() {
    hear(0.1, 0);
    hear(0.2, 10);
    paces.ended(LEASE);
    paces.finished(100, 50);
    paces.finished(100, 0);

    assertThat(paces.rates()).containsExactly(2.0);
  }

  @Test
  void remembersTheLatestOnly() {
    for (int i = 1; i <= 100; i++) {
      paces.finished(i, 1);
    }

    assertThat(paces.rates()).hasSize(64).startsWith(37.0).endsWith(100.0);
  }

  private void hear(double done, int second) {
    paces.progressed(LEASE, 100, progress(done), START.plusSeconds(second));
  }

  private static Progress progress(double done) {
    return new Progress(Phase.FINAL, 1, 2, 1, 10, done);
  }
}
