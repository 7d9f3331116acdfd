package cbd.coordinator.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreHealthTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private final StoreHealth store = new StoreHealth();

  @Test
  void tellsOfTheSameTroubleOnce() {
    assertThat(store.failed("the disk is full")).isTrue();
    assertThat(store.failed("the disk is full")).isFalse();
    assertThat(store.failed("the disk failed")).as("another trouble").isTrue();
    assertThat(store.isAvailable()).isFalse();
    assertThat(store.trouble(NOW)).hasValue("the disk failed");

    assertThat(store.wrote()).isEqualTo(3);

    assertThat(store.isAvailable()).isTrue();
    assertThat(store.trouble(NOW)).isEmpty();
    assertThat(store.failed("the disk failed")).as("trouble again").isTrue();
  }

  @Test
  void waitsLongerAndLongerButNeverLong() {
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      store.failed("the disk is full");
      pauses.add(store.pause().toSeconds());
    }

    assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 10L, 10L);
  }

  @Test
  void tellsOfAWriteThatDoesNotEnd() {
    store.writes(NOW);

    assertThat(store.trouble(NOW.plus(Duration.ofSeconds(14)))).isEmpty();
    assertThat(store.trouble(NOW.plus(Duration.ofSeconds(20))).orElseThrow())
        .contains("The store is slow", "under way for 20 s");
    assertThat(store.isAvailable()).as("it may yet succeed").isTrue();
  }
}
