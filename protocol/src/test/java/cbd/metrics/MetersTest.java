package cbd.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetersTest {
  private static final String FREE = "cbd_disk_free_bytes";

  private final CollectorRegistry registry = new CollectorRegistry();
  private final Meters meters = new Meters(registry, "coordinator");
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void registersOnlyWhatTheContractListsForTheRole() {
    assertThatThrownBy(() -> meters.gauge("cbd_nothing"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> meters.counter("cbd_trials"))
        .as("a gauge")
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> meters.gauge("cbd_worker_slots"))
        .as("another role's")
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void showsEveryWordOfACounterFromTheStart() {
    meters.counter("cbd_lost_letters_total");

    assertThat(value("cbd_lost_letters_total", "kind", "dropped")).isZero();
    assertThat(value("cbd_lost_letters_total", "kind", "unhandled")).isZero();
  }

  @Test
  void countsTheSeriesOfAllOthers() {
    meters.countSeries("cbd_series");
    assertThat(registry.getSampleValue("cbd_series")).isZero();

    meters.gauge("cbd_trials").labels("queued").set(1);
    meters.gauge("cbd_workers");

    assertThat(registry.getSampleValue("cbd_series")).isEqualTo(2);
  }

  @Test
  void asksAGaugeWheneverSomebodyLooks() {
    AtomicInteger waiting = new AtomicInteger(3);
    meters.gauge("cbd_mailbox_length", waiting::get);
    assertThat(registry.getSampleValue("cbd_mailbox_length")).isEqualTo(3);

    waiting.set(5);

    assertThat(registry.getSampleValue("cbd_mailbox_length")).isEqualTo(5);
  }

  @Test
  void showsNoValueThatIsOld() {
    FreshGauge free = meters.freshGauge(FREE, nanos::get);
    free.tell(7, "store");
    nanos.addAndGet(Duration.ofSeconds(119).toNanos());
    assertThat(value(FREE, "folder", "store")).isEqualTo(7);

    nanos.addAndGet(Duration.ofSeconds(2).toNanos());

    assertThat(value(FREE, "folder", "store")).isNull();
  }

  @Test
  void readsTheRoomOfFoldersThatAreThere(@TempDir Path folder) {
    FreshGauge free = meters.freshGauge(FREE, nanos::get);
    FreshGauge size = meters.freshGauge("cbd_disk_size_bytes", nanos::get);
    DiskRoom.read("store", folder, free, size);
    DiskRoom.read("checkpoints", folder.resolve("missing"), free, size);

    assertThat(value(FREE, "folder", "store")).isPositive();
    assertThat(value("cbd_disk_size_bytes", "folder", "store")).isPositive();
    assertThat(value(FREE, "folder", "checkpoints")).isNull();
  }

  @Test
  void aFolderThatHangsKeepsNoOtherFromBeingRead() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch read = new CountDownLatch(2);
    Sampler hanging = Sampler.start("hangs", Duration.ofMillis(1), () -> await(never));
    Sampler failing =
        Sampler.start(
            "fails",
            Duration.ofMillis(1),
            () -> {
              read.countDown();
              throw new IllegalStateException("not now");
            });

    assertThat(read.await(30, TimeUnit.SECONDS)).as("goes on after a failure").isTrue();
    failing.close();
    hanging.close();
    never.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void capsCombinationsAtTheirRoom() {
    AtomicInteger capped = new AtomicInteger();
    LabelCap cap = new LabelCap(2, capped::incrementAndGet);

    assertThat(cap.of("a", "b")).containsExactly("a", "b");
    assertThat(cap.of("a", "c")).containsExactly("a", "c");
    assertThat(cap.of("d", "d")).containsExactly("other", "other");
    assertThat(cap.of("a", "b")).as("who was there before").containsExactly("a", "b");
    assertThat(capped).hasValue(1);
  }

  @Test
  void hasABudgetForEachRole() {
    assertThat(Contract.published().budgets()).containsOnlyKeys("coordinator", "worker");
    assertThatThrownBy(() -> Contract.published().budget("nobody"))
        .hasMessageContaining("no budget of role nobody");
  }

  private @Nullable Double value(String name, String label, String value) {
    return registry.getSampleValue(name, new String[] {label}, new String[] {value});
  }
}
