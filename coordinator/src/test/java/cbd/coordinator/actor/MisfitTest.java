package cbd.coordinator.actor;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.actor.LiveView.SlotState;
import cbd.domain.Resources;
import cbd.domain.WorkerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The words for trials that wait for slots that nobody has. */
class MisfitTest {
  private static final long GIB = 1L << 30;

  private final List<LiveView.Worker> workers = new ArrayList<>();

  @Test
  void hasNothingToSayWhereThereAreSuchSlotsFreeOrNot() {
    add("w1", null, slot("gpu:0", 8 * GIB, SlotState.LEASED), slot("gpu:0", 8 * GIB));

    assertThat(misfit(1, 8 * GIB)).isEqualTo("none");
    assertThat(misfit(2, 0)).isEqualTo("none");
    assertThat(misfit(2, 16 * GIB)).isEqualTo("none");
    assertThat(misfit(1, 0)).isEqualTo("none");
  }

  @Test
  void namesTheLargestThereIs() {
    add("w2", null, slot("cpu", 3 * GIB));
    add("w1", null, slot("cpu", GIB), slot("gpu:0", 4 * GIB));
    add("w3", null, slot("cpu", 0));

    assertThat(misfit(1, 6 * GIB))
        .isEqualTo("no slot has 6 GiB; the largest has 4 GiB (worker w1, gpu:0)");
  }

  @Test
  void doesNotCountSlotsOfOneDeviceAsOne() {
    add("w1", null, slot("gpu:0", 4 * GIB), slot("gpu:0", 4 * GIB));

    assertThat(misfit(1, 6 * GIB))
        .isEqualTo("no slot has 6 GiB; the largest has 4 GiB (worker w1, gpu:0)");
    assertThat(misfit(2, 10 * GIB))
        .isEqualTo(
            "no 2 slots of one device have 10 GiB; the largest have 8 GiB (worker w1, gpu:0)");
  }

  @Test
  void namesTheDeviceWithMostSlots() {
    add("w1", null, slot("gpu:0", GIB), slot("gpu:1", GIB));
    add("w2", null, slot("cpu", GIB), slot("cpu", GIB));

    assertThat(misfit(3, 0)).isEqualTo("no device has 3 slots; the most has 2 (worker w2, cpu)");
  }

  @Test
  void passesOverWhatIsOutOfService() {
    add("w1", "drained", slot("gpu:0", 80 * GIB));
    add("w2", null, slot("gpu:0", 80 * GIB, SlotState.QUARANTINED), slot("gpu:1", 2 * GIB));

    assertThat(misfit(1, 6 * GIB))
        .isEqualTo("no slot has 6 GiB; the largest has 2 GiB (worker w2, gpu:1)");
  }

  @Test
  void saysWhenNobodyTellsOrNobodyIsThere() {
    assertThat(misfit(1, GIB)).isEqualTo("no worker is in service");
    add("old", null, slot("cpu", 0));
    assertThat(misfit(1, GIB))
        .isEqualTo("no slot has 1 GiB as far as is known: no worker says how much memory it has");
  }

  private String misfit(int slots, long memory) {
    return Misfit.of(workers, new Resources(slots, memory)).orElse("none");
  }

  private void add(String name, @Nullable String reason, LiveView.Slot... slots) {
    workers.add(
        new LiveView.Worker(
            new WorkerId(name), "host", "1", false, Instant.EPOCH, List.of(slots), null, reason));
  }

  private static LiveView.Slot slot(String device, long memory) {
    return slot(device, memory, SlotState.IDLE);
  }

  private static LiveView.Slot slot(String device, long memory, SlotState state) {
    return new LiveView.Slot(0, device, memory, state, null, false, null);
  }
}
