package cbd.coordinator.actor;

import static cbd.coordinator.actor.StoppingRig.MEDIAN;
import static cbd.coordinator.actor.StoppingRig.NOW;
import static cbd.coordinator.actor.StoppingRig.cbd;
import static cbd.coordinator.actor.StoppingRig.terms;
import static cbd.coordinator.actor.StoppingRig.weaker;
import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.Trials;
import cbd.coordinator.schedule.Event;
import cbd.domain.Phase;
import cbd.domain.Stopping;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which trials the ledger stops early. They have 4 epochs. */
class EarlyStoppingTest {
  private final StoppingRig rig = new StoppingRig();

  @Test
  void countsAnEpochBeyondTheBoundAsWorseThanAnyThatObeysIt() {
    rig.accept(cbd(1), cbd(2), cbd(3));
    rig.measure(cbd(1), 0.3, 0.3);
    rig.measure(cbd(2), 0.3, 0.3);
    rig.grant(cbd(3));
    rig.epoch(cbd(3), 1, 0.95, 0.5);
    rig.epoch(cbd(3), 2, 0.95, 0.4);

    assertThat(rig.decided())
        .singleElement()
        .isInstanceOfSatisfying(
            Event.TrialStopped.class,
            stopped -> assertThat(stopped.reason()).contains("-0.2000, is below 0.3000"));
  }

  @Test
  void neverStopsAnUndefendedTrialNorHoldsItAgainstAnybody() {
    Trial bare = Trial.of(Trials.spec(0));
    Trial another = Trial.of(Trials.spec(1));
    Trial worst = Trial.of(Trials.spec(2));
    rig.accept(cbd(1), cbd(2), bare, another, worst);
    rig.measure(bare, 0.9, 0.9);
    rig.measure(another, 0.9, 0.9);
    rig.measure(cbd(1), 0.1, 0.1);
    assertThat(rig.decided()).as("two undefended ones are no peers").isEmpty();
    rig.measure(cbd(2), 0.9, 0.9);
    assertThat(rig.decided()).isEmpty();
    rig.measure(worst, 0.1, 0.1);
    assertThat(rig.decided()).as("two better undefended ones stop no third").isEmpty();
  }

  @Test
  void holdsOnlyTrialsAgainstEachOtherThatFaceTheSameProblem() {
    rig.accept(cbd(1), cbd(2), weaker(1), weaker(2), weaker(3));
    rig.measure(weaker(1), 0.9, 0.9);
    rig.measure(weaker(2), 0.9, 0.9);
    rig.measure(cbd(1), 0.5, 0.5);
    rig.measure(cbd(2), 0.1, 0.1);
    assertThat(rig.decided()).as("one peer, for the others face less poison").isEmpty();

    rig.measure(weaker(3), 0.1, 0.1);
    assertThat(rig.decided()).hasSize(1);
  }

  @Test
  void countsFinalEpochsAlone() {
    rig.accept(cbd(1), cbd(2), cbd(3));
    for (Trial trial : List.of(cbd(1), cbd(2), cbd(3))) {
      rig.grant(trial);
      double ca = trial.equals(cbd(3)) ? 0.1 : 0.9;
      for (int epoch = 1; epoch <= 2; epoch++) {
        rig.record(trial, Trials.epoch(Phase.BACKDOORED, epoch, ca, 0.1));
      }
    }
    assertThat(rig.decided()).isEmpty();
  }

  @Test
  void stopsNoTrialThatASweepWithoutARuleHoldsAsWell() {
    rig.accept(cbd(1), cbd(2), cbd(3));
    rig.enter(
        new Event.SweepAccepted(
            NOW, new SweepId("other-0123abcd"), "other", "", List.of(cbd(3)), 3));
    rig.measure(cbd(1), 0.5, 0.6);
    rig.measure(cbd(2), 0.5, 0.6);
    rig.measure(cbd(3), 0.1, 0.2);

    assertThat(rig.decided()).isEmpty();
    rig.startAnew();
    assertThat(rig.decided()).isEmpty();
  }

  @Test
  void stopsATrialOfTwoSweepsWhenBothSaySo() {
    rig.accept(cbd(1), cbd(2), cbd(3));
    SweepId lenient = new SweepId("lenient-0123abcd");
    rig.enter(
        new Event.SweepAccepted(
            NOW,
            lenient,
            "lenient",
            "",
            List.of(cbd(1), cbd(2), cbd(3)),
            3,
            terms(new Stopping.Median(0.2, 3, 2))));
    rig.measure(cbd(1), 0.5, 0.6);
    rig.measure(cbd(2), 0.5, 0.6);
    rig.measure(cbd(3), 0.1, 0.2);
    assertThat(rig.decided()).as("the other one gives three epochs").isEmpty();
    rig.epoch(cbd(1), 3, 0.6, 0.1);
    rig.epoch(cbd(2), 3, 0.6, 0.1);
    rig.epoch(cbd(3), 3, 0.2, 0.1);

    assertThat(rig.decided()).hasSize(1);
  }

  @Test
  void holdsNewTrialsAgainstThoseOfAnEarlierSweepThatTheyShareASweepWith() {
    rig.accept(cbd(1), cbd(2));
    rig.measure(cbd(1), 0.5, 0.6);
    rig.measure(cbd(2), 0.5, 0.6);
    rig.enter(
        new Event.SweepAccepted(
            NOW,
            new SweepId("more-0123abcd"),
            "more",
            "",
            List.of(cbd(1), cbd(2), cbd(3)),
            3,
            terms(MEDIAN)));
    rig.measure(cbd(3), 0.1, 0.2);

    rig.startAnew();

    assertThat(rig.decided()).hasSize(1);
  }
}
