package cbd.coordinator.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.chaos.cluster.Shape;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Shape SHAPE = Shape.single(2, Shape.LEASE, false);

  @Test
  void isAFunctionOfTheSeed() {
    assertThat(words(7, 60)).isEqualTo(words(7, 60));
    assertThat(words(7, 60)).isNotEqualTo(words(8, 60));
  }

  /** A seed that someone wrote down must still mean the same. */
  @Test
  void plansWhatItPlannedBefore() {
    List<FaultKind> kinds = List.of(kind("first", 0, 0), kind("second", 1, 5), kind("third", 2, 9));

    assertThat(words(Schedule.of(1, 4, kinds)))
        .containsExactly(
            "third 588302 701 7642",
            "second 951132 1099 3677",
            "first 267106 4099 0",
            "first 691104 4091 0");
  }

  @Test
  void beginsWithWhatAShorterOnePlans() {
    assertThat(words(3, 50).subList(0, 20)).isEqualTo(words(3, 20));
  }

  @Test
  void usesEveryKindBeforeItRepeatsOne() {
    List<FaultKind> kinds = FaultKinds.of(SHAPE);

    List<PlannedFault> planned = Schedule.of(5, kinds.size(), kinds);

    assertThat(planned).extracting(PlannedFault::kind).containsExactlyInAnyOrderElementsOf(kinds);
  }

  @Test
  void staysInTheRangeOfEachKind() {
    for (PlannedFault fault : Schedule.of(11, 300, FaultKinds.of(SHAPE))) {
      assertThat(fault.lasting()).isBetween(fault.kind().shortest(), fault.kind().longest());
      assertThat(fault.before()).isBetween(Duration.ofMillis(300), Duration.ofSeconds(6));
      assertThat(fault.target()).isNotNegative();
    }
  }

  @Test
  void givesEachKindAnOwnName() {
    List<String> names = FaultKinds.of(SHAPE).stream().map(FaultKind::name).toList();

    assertThat(new HashSet<>(names)).hasSameSizeAs(names);
  }

  private static FaultKind kind(String name, int shortest, int longest) {
    Hand none = (scene, victim, lasting) -> {};
    return new FaultKind(
        name,
        "",
        Victims.WORKER,
        false,
        Duration.ofSeconds(shortest),
        Duration.ofSeconds(longest),
        none);
  }

  private static List<String> words(long seed, int faults) {
    return words(Schedule.of(seed, faults, FaultKinds.of(SHAPE)));
  }

  private static List<String> words(List<PlannedFault> schedule) {
    return schedule.stream()
        .map(
            fault ->
                fault.kind().name()
                    + " "
                    + fault.target()
                    + " "
                    + fault.before().toMillis()
                    + " "
                    + fault.lasting().toMillis())
        .toList();
  }
}
