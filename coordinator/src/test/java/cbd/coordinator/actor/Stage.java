package cbd.coordinator.actor;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import cbd.coordinator.Trials;
import cbd.coordinator.schedule.SchedulerSettings;
import cbd.domain.EpochMetrics;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.TrialOutcome;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.Wire;
import cbd.wire.WorkerProtocol;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** A coordinator's actor with everything around it in the test's hand: time, store, workers. */
final class Stage implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  final FakeJournal journal = new FakeJournal();
  final StepByStep store = new StepByStep();
  final SettableClock clock = new SettableClock();
  final CountingObserver observer = new CountingObserver();
  final FrontDesk desk = new FrontDesk(PATIENCE);
  final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
  final ManualTime time = ManualTime.get(kit.system());
  final TestProbe<WorkerProtocol> worker = kit.createTestProbe();
  private int replies;

  /** A coordinator that has read its store. */
  ActorRef<CoordinatorProtocol> coordinator() {
    ActorRef<CoordinatorProtocol> coordinator = kit.spawn(CoordinatorActor.create(parts()));
    store.step();
    // The desk opens on the actor's thread, a little after the store has answered.
    kit.createTestProbe().awaitAssert(() -> desk.coordinator().orElseThrow());
    return coordinator;
  }

  CoordinatorActor.Parts parts() {
    return new CoordinatorActor.Parts(
        journal, store, SchedulerSettings.DEFAULT, clock, observer, desk);
  }

  /** Time goes on, for the clock and for timers alike. */
  void pass(Duration duration) {
    clock.pass(duration);
    time.timePasses(duration);
  }

  static List<Trial> trials(int count) {
    return IntStream.range(0, count).mapToObj(i -> Trial.of(Trials.spec(i))).toList();
  }

  static SweepId sweep(int trials) {
    return SweepId.of("demo", trials(trials).stream().map(Trial::id).toList());
  }

  /** Submits a sweep of so many trials, not waiting for anything. */
  TestProbe<Reply> submit(int trials) {
    TestProbe<Reply> replyTo = kit.createTestProbe("reply-" + replies++, Reply.class);
    request(
        new Request.SubmitSweep(
            sweep(trials), "demo", "text", trials(trials), 3, replyTo.getRef()));
    return replyTo;
  }

  /** Says something to the actor as the front desk would. */
  void request(Request request) {
    desk.coordinator().orElseThrow().tell(request);
  }

  TestProbe<Reply> replies() {
    return kit.createTestProbe("reply-" + replies++, Reply.class);
  }

  CompletionStage<LiveView> look() {
    return desk.look();
  }

  WorkerDescription description(int slots) {
    return new WorkerDescription(
        new WorkerId("gpu-1"), 7, "here", "test", Collections.nCopies(slots, "cpu"));
  }

  CoordinatorProtocol.RegisterWorker register(int slots, LeaseId... running) {
    return new CoordinatorProtocol.RegisterWorker(
        description(slots), List.of(running), Wire.PROTOCOL_VERSION, worker.getRef());
  }

  /** A worker with slots registers and gets its first orders; the sweep is there already. */
  List<WorkerProtocol.StartAttempt> start(ActorRef<CoordinatorProtocol> coordinator, int slots) {
    coordinator.tell(register(slots));
    store.step();
    worker.expectMessageClass(WorkerProtocol.Registered.class);
    return IntStream.range(0, slots)
        .mapToObj(i -> worker.expectMessageClass(WorkerProtocol.StartAttempt.class))
        .toList();
  }

  CoordinatorProtocol.EpochDone epochDone(LeaseId lease, long sequence) {
    EpochMetrics metrics = Trials.epoch(Phase.FINAL, (int) sequence, 0.5, 0.9);
    return new CoordinatorProtocol.EpochDone(lease, sequence, metrics, worker.getRef());
  }

  CoordinatorProtocol.AttemptFinished finished(LeaseId lease, long sequence) {
    return new CoordinatorProtocol.AttemptFinished(
        lease, sequence, new TrialOutcome.Succeeded(Trials.result(0.8, 0.02)), worker.getRef());
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }
}
