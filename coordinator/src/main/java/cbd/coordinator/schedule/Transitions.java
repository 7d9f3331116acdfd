package cbd.coordinator.schedule;

import cbd.domain.TrialState;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The whole table of what may happen to a trial. What is not in it does not happen. */
final class Transitions {
  private Transitions() {}

  static final List<Transition> TABLE =
      Stream.of(
              on(
                  Event.SweepAccepted.class,
                  "attempt 1",
                  TrialState.QUEUED,
                  new TrialState[] {null}),
              on(
                  Event.SweepExtended.class,
                  "attempt 1",
                  TrialState.QUEUED,
                  new TrialState[] {null}),
              on(Event.LeaseGranted.class, "", TrialState.LEASED, TrialState.QUEUED),
              on(
                  Event.EpochRecorded.class,
                  "expiry moved on",
                  TrialState.LEASED,
                  TrialState.LEASED),
              on(
                  Event.TrialSucceeded.class,
                  "its one result",
                  TrialState.SUCCEEDED,
                  TrialState.LEASED),
              lost(Event.AttemptFailed.class),
              List.of(
                  new Transition(
                      TrialState.LEASED,
                      Event.AttemptFailed.class,
                      Event.Next.Excused.class,
                      TrialState.COOLING_DOWN,
                      "not counted")),
              lost(Event.LeaseExpired.class),
              on(
                  Event.LeaseReturned.class,
                  "attempt n + 1, not counted",
                  TrialState.QUEUED,
                  TrialState.LEASED),
              on(
                  Event.LeaseRevived.class,
                  "the attempt that was lost",
                  TrialState.LEASED,
                  TrialState.QUEUED,
                  TrialState.COOLING_DOWN,
                  TrialState.PAUSED,
                  TrialState.FAILED),
              on(
                  Event.CooledDown.class,
                  "attempt n + 1",
                  TrialState.QUEUED,
                  TrialState.COOLING_DOWN),
              on(
                  Event.TrialCancelled.class,
                  "by a person",
                  TrialState.CANCELLED,
                  TrialState.QUEUED,
                  TrialState.LEASED,
                  TrialState.COOLING_DOWN,
                  TrialState.PAUSED),
              on(
                  Event.TrialStopped.class,
                  "by its sweeps' rule",
                  TrialState.STOPPED,
                  TrialState.QUEUED,
                  TrialState.LEASED,
                  TrialState.COOLING_DOWN,
                  TrialState.PAUSED),
              on(
                  Event.PauseAsked.class,
                  "by a person, paused when the lease ends",
                  TrialState.LEASED,
                  TrialState.LEASED),
              on(
                  Event.TrialPaused.class,
                  "by a person",
                  TrialState.PAUSED,
                  TrialState.QUEUED,
                  TrialState.COOLING_DOWN),
              on(Event.TrialResumed.class, "by a person", TrialState.QUEUED, TrialState.PAUSED),
              on(
                  Event.TrialResumed.class,
                  "by a person, not to be paused",
                  TrialState.LEASED,
                  TrialState.LEASED),
              on(
                  Event.TrialRequeued.class,
                  "by a person, attempt n + 1",
                  TrialState.QUEUED,
                  TrialState.FAILED,
                  TrialState.CANCELLED,
                  TrialState.STOPPED))
          .flatMap(List::stream)
          .toList();

  /**
   * Where an event leads.
   *
   * @param from null when the trial does not exist
   * @throws IllegalTransitionException when the table has no such row
   */
  static TrialState target(@Nullable TrialState from, Event event) {
    Event.Next next = next(event);
    for (Transition row : TABLE) {
      if (row.from() == from
          && row.event() == event.getClass()
          && Objects.equals(row.next(), next == null ? null : next.getClass())) {
        return row.to();
      }
    }
    throw new IllegalTransitionException(
        event.getClass().getSimpleName()
            + " cannot happen to a trial that is "
            + (from == null ? "unknown" : from)
            + ": "
            + event);
  }

  private static Event.@Nullable Next next(Event event) {
    if (event instanceof Event.AttemptFailed failed) {
      return failed.next();
    }
    return event instanceof Event.LeaseExpired expired ? expired.next() : null;
  }

  private static List<Transition> on(
      Class<? extends Event> event, String effect, TrialState to, @Nullable TrialState... from) {
    return Arrays.stream(from).map(each -> new Transition(each, event, null, to, effect)).toList();
  }

  /** An attempt without a result: another one, or the end. */
  private static List<Transition> lost(Class<? extends Event> event) {
    TrialState from = TrialState.LEASED;
    return List.of(
        new Transition(from, event, Event.Next.Retry.class, TrialState.COOLING_DOWN, "tries left"),
        new Transition(
            from, event, Event.Next.GiveUp.class, TrialState.FAILED, "no sense or no tries"));
  }
}
