package cbd.worker.actor;

import static cbd.worker.runner.Workbench.lease;
import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.LeaseId;
import cbd.worker.runner.FakeRunner;
import cbd.worker.runner.Slot;
import cbd.worker.runner.Workbench;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Of a worker with one report that the coordinator does not have. */
@Timeout(60)
class GoodbyeTest {
  private static final CompletableFuture<Void> NEVER = new CompletableFuture<>();
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path folder;
  private final AtomicLong seconds = new AtomicLong(-1);
  private Workbench bench;
  private Slot slot;

  @BeforeEach
  void leave() throws IOException {
    bench = Workbench.with(folder, FakeRunner.Trains.class);
    slot = bench.slot();
    slot.decline(lease(1), "its disk is full");
    var unused = slot.leave();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void waitsAsLongAsSomethingIsTaken() throws InterruptedException {
    Goodbye goodbye =
        goodbye(
            HOUR,
            looks -> {
              if (looks < 100) {
                slot.answered();
              } else {
                slot.acknowledge(new LeaseId(1), 1);
              }
            });
    assertThat(goodbye.await(List.of(slot), NEVER)).isTrue();
  }

  @Test
  void givesUpSoonAfterTheLastIsTaken() throws InterruptedException {
    Goodbye goodbye =
        goodbye(
            HOUR,
            looks -> {
              if (looks == 5) {
                slot.answered();
              }
            });
    assertThat(goodbye.await(List.of(slot), NEVER)).isFalse();
    assertThat(seconds).as("40 s after the fifth").hasValue(5 + 40);
  }

  @Test
  void givesUpAfterItsTimeHoweverMuchIsTaken() throws InterruptedException {
    Goodbye goodbye = goodbye(Duration.ofSeconds(100), looks -> slot.answered());
    assertThat(goodbye.await(List.of(slot), NEVER)).isFalse();
    assertThat(seconds).hasValue(100);
  }

  @Test
  void doesNotWaitWhenNoAnswerCanCome() throws InterruptedException {
    Goodbye goodbye = goodbye(HOUR, looks -> {});
    assertThat(goodbye.await(List.of(slot), CompletableFuture.completedFuture(null))).isFalse();
  }

  @Test
  void doesNotWaitWhenNothingIsLeft() throws InterruptedException {
    slot.acknowledge(new LeaseId(1), 1);
    Goodbye goodbye = goodbye(HOUR, looks -> {});
    assertThat(goodbye.await(List.of(slot), NEVER)).isTrue();
  }

  /**
   * One that gives up after 40 s without an answer, of a clock that goes on a second a look.
   *
   * @param coordinator what it does before each look, told how many there were
   */
  private Goodbye goodbye(Duration longest, LongConsumer coordinator) {
    return new Goodbye(
        Duration.ofSeconds(40),
        longest,
        Duration.ofMillis(1),
        () -> {
          long now = seconds.incrementAndGet();
          coordinator.accept(now);
          return TimeUnit.SECONDS.toNanos(now);
        });
  }
}
