package cbd.coordinator.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointRoomTest {
  @TempDir private Path folder;

  @Test
  void dropsPiecesThatItCannotKeepUpWithAndNothingElse() {
    CheckpointRoom room = CheckpointRoom.of(folder, 1_000_000);
    CountDownLatch busy = new CountDownLatch(1);
    room.later(depot -> await(busy));
    AtomicInteger pieces = new AtomicInteger();
    int promised = 0;
    for (int i = 0; i < 1000; i++) {
      promised += room.laterIfFew(depot -> pieces.incrementAndGet()) ? 1 : 0;
    }
    assertThat(promised).isEqualTo(128);

    CountDownLatch said = new CountDownLatch(1000);
    for (int i = 0; i < 1000; i++) {
      room.later(depot -> said.countDown());
    }
    busy.countDown();
    await(said);
    assertThat(pieces).as("all before, in their order").hasValue(128);
    assertThat(room.laterIfFew(depot -> {})).as("there is room again").isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
