package cbd.coordinator.store;

import static cbd.coordinator.store.Samples.AGAIN;
import static cbd.coordinator.store.Samples.NO_MORE;
import static cbd.coordinator.store.Samples.at;
import static cbd.coordinator.store.Samples.trial;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.schedule.Event;
import cbd.domain.Diagnostics;
import cbd.domain.EpochMetrics;
import cbd.domain.Resources;
import cbd.domain.Scores;
import cbd.domain.SlotId;
import cbd.domain.Stopping;
import cbd.domain.SweepTerms;
import cbd.domain.TrialId;
import cbd.domain.WorkerId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventTextTest {
  private static final TrialId TRIAL = new TrialId("0123456789abcdef0123456789abcdef");

  static Stream<Event> events() {
    return Stream.of(
        Samples.accepted(0, "demo", List.of()),
        Samples.preferred(0, "preferred", List.of()),
        Samples.extended(1, List.of()),
        Samples.granted(1, 41, TRIAL, 1),
        Samples.recorded(2, 41, TRIAL, 1, 3),
        Samples.succeeded(3, 41, TRIAL, 1, 4),
        Samples.failed(4, 41, TRIAL, 1, 4, NO_MORE),
        Samples.expired(5, 41, TRIAL, 1, AGAIN),
        new Event.CooledDown(at(6), TRIAL, 2),
        new Event.TrialCancelled(at(7), TRIAL),
        new Event.TrialRequeued(at(8), TRIAL, 3, 5),
        Samples.failed(9, 41, TRIAL, 1, 4, new Event.Next.Excused(at(1000))),
        Samples.returned(10, 41, TRIAL, 1),
        Samples.revived(11, 41, TRIAL, 1),
        new Event.PauseAsked(at(12), TRIAL, true),
        new Event.TrialPaused(at(13), TRIAL),
        new Event.TrialResumed(at(14), TRIAL),
        Samples.cordoned(15),
        new Event.WorkerUncordoned(at(16), new WorkerId("gpu-2")),
        Samples.quarantined(17),
        new Event.SlotReleased(at(18), new SlotId(new WorkerId("gpu-2"), 1), "a person lifted it"),
        new Event.TrialStopped(at(19), TRIAL, 5, "its score is too low"));
  }

  @Test
  void knowsEveryKindOfEvent() {
    assertThat(events().map(Object::getClass).distinct().toList())
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(Event.class.getPermittedSubclasses()));
  }

  @ParameterizedTest
  @MethodSource("events")
  void readsBackWhatItWrote(Event event) {
    Event expected =
        event instanceof Event.SweepAccepted e
            ? new Event.SweepAccepted(
                e.at(), e.sweep(), e.name(), "", List.of(), e.maxAttempts(), e.terms())
            : event;
    assertThat(EventText.parse(EventText.of(event).json())).isEqualTo(expected);
  }

  /**
   * Such lines stand in every store there is: when one must gain a component, the line as it was
   * moves to the file of its schema version, to be read for ever.
   */
  @Test
  void writesEachKindAsItAlwaysDid() throws IOException {
    assertThat(events().map(event -> EventText.of(event).json()).toList())
        .isEqualTo(lines("events.jsonl"));
  }

  @Test
  void readsWhatWasWrittenBeforeDiagnosticsAndAccuracyWithoutTheTargetClass() throws IOException {
    List<Event> read = lines("events-v1.jsonl").stream().map(EventText::parse).toList();

    EpochMetrics metrics = ((Event.EpochRecorded) read.get(0)).metrics();
    assertThat(metrics.scores()).isEqualTo(new Scores(0.5, 0.25, 0.125, Double.NaN));
    assertThat(metrics.diagnostics()).isEqualTo(new Diagnostics.None());
    assertThat(((Event.TrialSucceeded) read.get(1)).result().scores())
        .isEqualTo(new Scores(0.9, 0.01, 0.85, Double.NaN));
  }

  @Test
  void readsWhatWasWrittenBeforeSweepsHadTerms() throws IOException {
    assertThat(lines("events-v51.jsonl").stream().map(EventText::parse).toList())
        .singleElement()
        .isInstanceOfSatisfying(
            Event.SweepAccepted.class,
            accepted -> assertThat(accepted.terms()).isEqualTo(SweepTerms.DEFAULT));
  }

  @Test
  void readsWhatWasWrittenBeforeSweepsStoppedTrials() throws IOException {
    assertThat(lines("events-v55.jsonl").stream().map(EventText::parse).toList())
        .hasSize(2)
        .allSatisfy(
            event ->
                assertThat(((Event.SweepAccepted) event).terms().stopping())
                    .isEqualTo(new Stopping.Never()));
  }

  @Test
  void readsWhatWasWrittenBeforeTrialsTookResources() throws IOException {
    List<Event> read = lines("events-v91.jsonl").stream().map(EventText::parse).toList();

    assertThat(read)
        .filteredOn(Event.OfSweep.class::isInstance)
        .hasSize(3)
        .allSatisfy(
            event -> assertThat(((Event.OfSweep) event).resources()).isEqualTo(Resources.ANY));
    assertThat(read)
        .filteredOn(Event.LeaseGranted.class::isInstance)
        .singleElement()
        .satisfies(event -> assertThat(((Event.LeaseGranted) event).beside()).isEmpty());
    assertThat(read)
        .filteredOn(Event.LeaseRevived.class::isInstance)
        .singleElement()
        .satisfies(event -> assertThat(((Event.LeaseRevived) event).beside()).isEmpty());
  }

  private List<String> lines(String file) throws IOException {
    try (InputStream golden = getClass().getResourceAsStream(file)) {
      assertThat(golden).isNotNull();
      return new String(golden.readAllBytes(), UTF_8).lines().toList();
    }
  }

  @Test
  void leavesTheTrialsOfASweepToTheirTable() {
    EventText text = EventText.of(Samples.accepted(0, "demo", List.of(trial(0), trial(1))));

    assertThat(text.type()).isEqualTo("sweep-accepted");
    assertThat(text.json()).doesNotContain("shapes").doesNotContain(trial(0).id().value());
  }
}
