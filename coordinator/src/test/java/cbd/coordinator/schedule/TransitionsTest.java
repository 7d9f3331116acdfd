package cbd.coordinator.schedule;

import static cbd.coordinator.schedule.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.domain.Failure;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialState;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state meets every event: what is in the table happens, everything else is refused. */
class TransitionsTest {
  /** The table as people agreed on it, by hand; an empty state is a trial that does not exist. */
  private static final String AGREED =
      """
      -            SweepAccepted           QUEUED
      -            SweepExtended           QUEUED
      QUEUED       LeaseGranted            LEASED
      LEASED       EpochRecorded           LEASED
      LEASED       TrialSucceeded          SUCCEEDED
      LEASED       AttemptFailed/Retry     COOLING_DOWN
      LEASED       AttemptFailed/GiveUp    FAILED
      LEASED       AttemptFailed/Excused   COOLING_DOWN
      LEASED       LeaseExpired/Retry      COOLING_DOWN
      LEASED       LeaseExpired/GiveUp     FAILED
      LEASED       LeaseReturned           QUEUED
      QUEUED       LeaseRevived            LEASED
      COOLING_DOWN LeaseRevived            LEASED
      PAUSED       LeaseRevived            LEASED
      FAILED       LeaseRevived            LEASED
      COOLING_DOWN CooledDown              QUEUED
      QUEUED       TrialCancelled          CANCELLED
      LEASED       TrialCancelled          CANCELLED
      COOLING_DOWN TrialCancelled          CANCELLED
      PAUSED       TrialCancelled          CANCELLED
      QUEUED       TrialStopped            STOPPED
      LEASED       TrialStopped            STOPPED
      COOLING_DOWN TrialStopped            STOPPED
      PAUSED       TrialStopped            STOPPED
      LEASED       PauseAsked              LEASED
      QUEUED       TrialPaused             PAUSED
      COOLING_DOWN TrialPaused             PAUSED
      PAUSED       TrialResumed            QUEUED
      LEASED       TrialResumed            LEASED
      FAILED       TrialRequeued           QUEUED
      CANCELLED    TrialRequeued           QUEUED
      STOPPED      TrialRequeued           QUEUED
      """;

  private static final Set<TrialState> WAITING =
      Set.of(TrialState.QUEUED, TrialState.COOLING_DOWN, TrialState.PAUSED, TrialState.FAILED);

  /** What a trial lost before that waits, or failed with it. */
  private static final LostLease LOST =
      new LostLease(new LeaseId(77), 1, Samples.slot("gpu-7", 0), 0);

  /** One of each, about attempt 1 of trial 0 under lease 1. */
  private static final Map<String, Event> EVENTS = events();

  @Test
  void everyKindOfEventOfATrialMovesSomeState() {
    assertThat(EVENTS.values().stream().<Class<?>>map(Event::getClass).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Event.class.getPermittedSubclasses())
                .filter(kind -> !Event.OfSlots.class.isAssignableFrom(kind))
                .toList());
    for (String event : EVENTS.keySet()) {
      assertThat(AGREED).contains(" " + event + " ");
    }
  }

  @Test
  void theTableIsTheAgreedOne() {
    List<String> rows =
        Transitions.TABLE.stream()
            .map(
                row ->
                    (row.from() == null ? "-" : row.from())
                        + " "
                        + row.event().getSimpleName()
                        + (row.next() == null ? "" : "/" + row.next().getSimpleName())
                        + " "
                        + row.to())
            .toList();
    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(
            AGREED.lines().map(line -> line.replaceAll(" +", " ")).toList());
  }

  static Stream<TrialState> states() {
    return Stream.of(TrialState.values());
  }

  @ParameterizedTest
  @MethodSource("states")
  void aTrialFollowsTheTableAndNothingElse(TrialState from) {
    EVENTS.forEach(
        (name, event) -> {
          if (event instanceof Event.OfSweep) {
            return;
          }
          ClusterState state = standingIn(from);
          TrialStanding before = state.standings().get(0);
          TrialState to = agreed(from.toString(), name);
          if (to == null) {
            assertThatThrownBy(() -> state.apply(event))
                .as("%s in %s", name, from)
                .isInstanceOf(IllegalTransitionException.class)
                .hasMessageContaining(from.toString());
            assertThat(state.standings()).containsExactly(before);
          } else {
            state.apply(event);
            assertThat(state.standings().get(0).state()).as("%s in %s", name, from).isEqualTo(to);
          }
          assertThat(state.counts()).containsOnlyKeys(TrialState.values());
          assertThat(state.counts().get(state.standings().get(0).state())).isEqualTo(1);
        });
  }

  @Test
  void nothingButAcceptanceHappensToAnUnknownTrial() {
    EVENTS.forEach(
        (name, event) -> {
          ClusterState state = new ClusterState();
          if (agreed("-", name) != null) {
            state.apply(event);
            assertThat(state.standings()).hasSize(1);
          } else {
            assertThatThrownBy(() -> state.apply(event))
                .isInstanceOf(IllegalTransitionException.class)
                .hasMessageContaining("unknown");
          }
        });
  }

  @ParameterizedTest
  @MethodSource("states")
  void aTrialAcceptedAgainStaysAsItIs(TrialState from) {
    ClusterState state = standingIn(from);
    TrialStanding before = state.standings().get(0);
    state.apply(Samples.accepted(1, 9));
    assertThat(state.standings()).containsExactly(before);
  }

  private static TrialState agreed(String from, String event) {
    return AGREED
        .lines()
        .map(line -> line.split(" +"))
        .filter(row -> row[0].equals(from) && row[1].equals(event))
        .map(row -> TrialState.valueOf(row[2]))
        .findFirst()
        .orElse(null);
  }

  /** Trial 0 in this state, so that the sample events fit it if they are allowed at all. */
  private static ClusterState standingIn(TrialState from) {
    Lease lease =
        from == TrialState.LEASED ? Samples.lease(1, 0, 1, Samples.slot("gpu-1", 0)) : null;
    TrialStanding standing =
        new TrialStanding(
            Samples.trial(0),
            0,
            from,
            1,
            3,
            lease,
            0,
            from == TrialState.COOLING_DOWN ? START : null,
            WAITING.contains(from) ? Caveats.NONE.with(LOST) : Caveats.NONE);
    return ClusterState.restore(
        List.of(standing), from == TrialState.LEASED ? 2 : 1, List.of(), START, Samples.SETTINGS);
  }

  private static Event failed(TrialOutcome.Failed outcome, Event.Next next) {
    return new Event.AttemptFailed(START, new LeaseId(1), Samples.id(0), 1, 1, outcome, next);
  }

  private static Map<String, Event> events() {
    LeaseId lease = new LeaseId(1);
    var trial = Samples.id(0);
    var failed = Samples.failed(Failure.RUNNER_DIED);
    var retry = new Event.Next.Retry(START);
    var giveUp = new Event.Next.GiveUp("no more");
    Map<String, Event> events = new LinkedHashMap<>();
    events.put("SweepAccepted", Samples.accepted(1, 3));
    events.put(
        "SweepExtended", new Event.SweepExtended(START, Samples.SWEEP, 1, Samples.trials(1), 3, 0));
    events.put(
        "LeaseGranted",
        new Event.LeaseGranted(START, Samples.lease(1, 0, 1, Samples.slot("gpu-1", 0))));
    events.put(
        "EpochRecorded",
        new Event.EpochRecorded(START, lease, trial, 1, 1, Samples.epoch(1), START));
    events.put(
        "TrialSucceeded", new Event.TrialSucceeded(START, lease, trial, 1, 1, Samples.result(60)));
    events.put(
        "AttemptFailed/Retry", new Event.AttemptFailed(START, lease, trial, 1, 1, failed, retry));
    events.put(
        "AttemptFailed/GiveUp", new Event.AttemptFailed(START, lease, trial, 1, 1, failed, giveUp));
    events.put(
        "LeaseExpired/Retry", new Event.LeaseExpired(START, lease, trial, 1, "silent", retry));
    events.put(
        "LeaseExpired/GiveUp", new Event.LeaseExpired(START, lease, trial, 1, "silent", giveUp));
    events.put("AttemptFailed/Excused", failed(failed, new Event.Next.Excused(START)));
    events.put(
        "LeaseReturned",
        new Event.LeaseReturned(START, lease, trial, 1, Handover.WORKER_LEFT, "it left"));
    events.put(
        "LeaseRevived",
        new Event.LeaseRevived(START, LOST.id(), trial, LOST.attempt(), LOST.slot(), START));
    events.put("PauseAsked", new Event.PauseAsked(START, trial, false));
    events.put("TrialPaused", new Event.TrialPaused(START, trial));
    events.put("TrialResumed", new Event.TrialResumed(START, trial));
    events.put("CooledDown", new Event.CooledDown(START, trial, 2));
    events.put("TrialCancelled", new Event.TrialCancelled(START, trial));
    events.put("TrialStopped", new Event.TrialStopped(START, trial, 1, "others do better"));
    events.put("TrialRequeued", new Event.TrialRequeued(START, trial, 2, 4));
    return events;
  }
}
