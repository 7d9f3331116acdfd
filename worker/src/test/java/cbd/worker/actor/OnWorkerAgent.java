package cbd.worker.actor;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.CoordinatorProtocol.RegisterWorker;
import cbd.wire.WorkerProtocol;
import cbd.wire.WorkerProtocol.Registered;
import cbd.worker.PatientActors;
import cbd.worker.runner.FakeRunner;
import cbd.worker.runner.Slot;
import cbd.worker.runner.Workbench;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A worker's agent with two slots, and the coordinator it talks to. */
abstract class OnWorkerAgent {
  static final WorkerDescription WORKER =
      new WorkerDescription(new WorkerId("w"), 7, "host", "0", List.of("cpu", "cpu"));
  private static final WorkerAgent.Pace QUICK =
      new WorkerAgent.Pace(Duration.ofMillis(300), Duration.ofMillis(500), Duration.ZERO);
  static final Duration LONG = Duration.ofSeconds(60);

  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  final AtomicReference<String> trouble = new AtomicReference<>("");
  final AtomicInteger departures = new AtomicInteger();

  @TempDir Path folder;
  Workbench bench;
  Slot first;
  Slot second;
  ActorTestKit kit;
  TestProbe<CoordinatorProtocol> coordinator;
  ActorRef<WorkerAgent.Command> agent;

  @BeforeEach
  void start() throws IOException {
    bench = Workbench.with(folder, FakeRunner.Trains.class);
    first = bench.gatedSlot();
    second = bench.gatedSlot();
    startSystem();
  }

  void startSystem() {
    kit = ActorTestKit.create("worker", PatientActors.CONFIG);
    coordinator = kit.createTestProbe(CoordinatorProtocol.class);
    agent =
        kit.spawn(
            WorkerAgent.create(
                WORKER,
                coordinator.getRef(),
                List.of(first, second),
                bench.host(),
                bench.metrics,
                QUICK,
                new WorkerAgent.Readiness(trouble::get, departures::incrementAndGet),
                () -> NOW));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    bench.close();
  }

  ActorRef<WorkerProtocol> register() {
    RegisterWorker asked = next(RegisterWorker.class);
    asked.replyTo().tell(new Registered(1, Duration.ofSeconds(5), asked.running()));
    return asked.replyTo();
  }

  /** The same, with a pulse ten times a second. */
  ActorRef<WorkerProtocol> registered() {
    RegisterWorker asked = next(RegisterWorker.class);
    asked.replyTo().tell(new Registered(1, Duration.ofMillis(100), asked.running()));
    return asked.replyTo();
  }

  /** The next message of this kind; others are passed over. */
  <T extends CoordinatorProtocol> T next(Class<T> type) {
    while (true) {
      CoordinatorProtocol message = coordinator.receiveMessage(LONG);
      if (type.isInstance(message)) {
        return type.cast(message);
      }
    }
  }
}
