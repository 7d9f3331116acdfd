package cbd.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import cbd.coordinator.Trials;
import cbd.coordinator.forecast.Speed;
import cbd.coordinator.forecast.TrialWork;
import cbd.domain.Defense;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialSpec;
import cbd.domain.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final TrialSpec UNDEFENDED = Trials.spec(0, new Defense.None());
  private static final TrialSpec DEFENDED = Trials.spec(0, Trials.cbd(2, true));
  private static final TrialSpec REPEATED = Trials.spec(1, Trials.cbd(2, true));

  @Test
  void addsUpTheWork() {
    Plan plan = plan(Map.of(), UNDEFENDED, DEFENDED);

    double work = TrialWork.of(UNDEFENDED).total() + TrialWork.of(DEFENDED).total();
    assertThat(plan.multiplyAdds()).isEqualTo(work);
    assertThat(plan.forwardPasses())
        .isCloseTo(work / TrialWork.multiplyAdds(UNDEFENDED), within(1e-6));
    assertThat(plan.fresh().work()).isEqualTo(work);
    assertThat(plan.fresh().starts()).isEqualTo(2);
    assertThat(plan.fresh().longest()).isEqualTo(TrialWork.of(DEFENDED).total());
  }

  @Test
  void defensesOfOneAttackAndRepeatShareTheirPoisonedSet() {
    assertThat(plan(Map.of(), UNDEFENDED, DEFENDED, REPEATED).stages().poisonedSets()).isEqualTo(2);
  }

  @Test
  void trialsOfOnePhaseAShareItsModelAndItsWork() {
    TrialSpec reweighting = Trials.spec(0, Trials.cbd(2, false));
    TrialSpec longer = Trials.spec(0, Trials.cbd(3, true));
    Plan plan = plan(Map.of(), DEFENDED, reweighting, longer, REPEATED);

    assertThat(plan.stages().backdooredModels()).as("t1 and repeat differ").isEqualTo(3);
    assertThat(plan.stages().sharers()).isEqualTo(4);
    assertThat(plan.multiplyAdds())
        .isEqualTo(
            TrialWork.of(DEFENDED).total()
                + TrialWork.of(reweighting).own()
                + TrialWork.of(longer).total()
                + TrialWork.of(REPEATED).total());
  }

  @Test
  void takesOutWhatIsOver() {
    Plan plan =
        plan(
            Map.of(UNDEFENDED, TrialState.SUCCEEDED, DEFENDED, TrialState.QUEUED),
            UNDEFENDED,
            DEFENDED,
            REPEATED);

    assertThat(plan.trials()).isEqualTo(3);
    assertThat(plan.left()).isEqualTo(2);
    assertThat(plan.known()).containsEntry(TrialState.SUCCEEDED, 1);
    assertThat(plan.known()).containsEntry(TrialState.QUEUED, 1);
    assertThat(plan.multiplyAdds())
        .isEqualTo(TrialWork.of(DEFENDED).total() + TrialWork.of(REPEATED).total());
    assertThat(plan.fresh().work())
        .as("what submitting would add")
        .isEqualTo(TrialWork.of(REPEATED).total());
    assertThat(plan.stages().poisonedSets()).isEqualTo(2);
  }

  /** A reader's question must not make the coordinator hold a whole grid. */
  @Test
  void asksForSomeStatesAtATime() {
    List<Integer> asked = new ArrayList<>();
    Stream<Trial> trials =
        IntStream.range(0, 2500)
            .mapToObj(repeat -> Trial.of(Trials.spec(repeat, new Defense.None())));

    Plan plan =
        Plan.of(
            trials,
            ids -> {
              asked.add(ids.size());
              return Map.of(ids.get(0), TrialState.SUCCEEDED);
            });

    assertThat(asked).containsExactly(1024, 1024, 452);
    assertThat(plan.trials()).isEqualTo(2500);
    assertThat(plan.left()).isEqualTo(2497);
  }

  @Test
  void estimatesDisk() {
    Disk disk = plan(Map.of(), UNDEFENDED, DEFENDED).disk();

    assertThat(disk.stages())
        .as("a tenth of 1,000 images, all 200 triggered ones, 175,066 floats")
        .isCloseTo(3.0 * 32 * 32 * (100 + 200) + 4 * 175_066, withinPercentage(1));
    assertThat(disk.store()).isEqualTo(2 * 4_000 + (4 + 2 + 4) * 1_000);
    assertThat(disk.models()).isCloseTo(2 * 4 * 175_066, withinPercentage(3));
  }

  @Test
  void aWorkerKeepsNoMoreNetworksThanItsDefault() {
    Disk one = plan(Map.of(), UNDEFENDED).disk();
    TrialSpec[] many =
        IntStream.range(0, 500).mapToObj(UNDEFENDED::withRepeat).toArray(TrialSpec[]::new);

    assertThat(plan(Map.of(), many).disk().models())
        .isCloseTo(200 * one.models(), withinPercentage(0.001));
    assertThat(plan(Map.of(UNDEFENDED, TrialState.SUCCEEDED), UNDEFENDED).disk().models())
        .as("what is over is written already")
        .isZero();
  }

  @Test
  void countsDeviceTimeWithTheStartUps() {
    Plan plan = plan(Map.of(), UNDEFENDED, DEFENDED);
    Pace seen = Pace.of(new Speed(List.of(1e9, 2e9, 3e9), List.of(4.0, 5.0, 9.0)));

    assertThat(seen.source()).isEqualTo(Pace.Source.OBSERVED);
    assertThat(seen.seconds(plan, 0.5)).isCloseTo(plan.multiplyAdds() / 2e9 + 10, within(1e-6));
    assertThat(seen.seconds(plan, 0.75)).isLessThan(seen.seconds(plan, 0.5));
    assertThat(seen.seconds(plan, 0.25)).isGreaterThan(seen.seconds(plan, 0.5));
  }

  @Test
  void aGivenSpeedIsThatOfPlainTraining() {
    Pace given = Pace.given(2_000);

    assertThat(given.imagesPerSecond()).isCloseTo(2_000, within(1e-9));
    // 4 epochs of 1,000 images in 2 s, and as many measurements of 2 × 200 at a third of the cost.
    assertThat(given.seconds(plan(Map.of(), UNDEFENDED), 0.5))
        .isCloseTo(4 * (1000 + 400.0 / 3) / 2000, within(0.001));
    assertThat(Pace.of(Speed.UNKNOWN).source()).isEqualTo(Pace.Source.ORIENTATION);
  }

  private static Plan plan(Map<TrialSpec, TrialState> states, TrialSpec... specs) {
    Map<TrialId, TrialState> known =
        states.entrySet().stream()
            .collect(Collectors.toMap(entry -> TrialId.of(entry.getKey()), Map.Entry::getValue));
    return Plan.of(Stream.of(specs).map(Trial::of), ids -> known);
  }
}
