package cbd.coordinator.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import cbd.coordinator.schedule.Event;
import cbd.domain.LeaseId;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.WorkerProtocol;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How the coordinator holds its office: a store that fails, a successor, a time when it stood
 * still.
 */
class CoordinatorOfficeTest {
  private final Stage stage = new Stage();
  private final ActorRef<CoordinatorProtocol> coordinator = stage.coordinator();

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void triesAFailedWriteAgainAndLosesNothing() {
    LeaseId lease = stage.leased(coordinator, 1);
    stage.journal.mood = FakeJournal.Mood.UNAVAILABLE;

    coordinator.tell(stage.epochDone(lease, 1));
    stage.store.step();
    coordinator.tell(stage.epochDone(lease, 2));
    stage.worker.expectNoMessage();
    assertThat(stage.look().toCompletableFuture().join().storeAvailable()).isFalse();
    assertThat(stage.look().toCompletableFuture().join().storeTrouble()).contains("on purpose");
    stage.journal.mood = FakeJournal.Mood.WELL;
    stage.pass(Duration.ofSeconds(1));
    stage.store.step();
    stage.worker.expectMessage(new WorkerProtocol.Acknowledged(lease, 1));
    stage.store.step();

    stage.worker.expectMessage(new WorkerProtocol.Acknowledged(lease, 2));
    assertThat(stage.look().toCompletableFuture().join().storeTrouble()).isNull();
    assertThat(stage.journal.stored(Event.EpochRecorded.class))
        .extracting(Event.EpochRecorded::sequence)
        .containsExactly(1L, 2L);
    assertThat(stage.observer.times("write failed")).isEqualTo(1);
  }

  @Test
  void refusesChangesWhileTheStoreCannotWrite() {
    LeaseId lease = stage.leased(coordinator, 1);
    stage.journal.mood = FakeJournal.Mood.UNAVAILABLE;
    coordinator.tell(stage.epochDone(lease, 1));
    stage.store.step();
    stage.look().toCompletableFuture().join();

    stage.submit(3).expectMessage(new Reply.Unavailable("the disk is full on purpose"));
  }

  @Test
  void stopsForGoodWhenAnotherTookOffice() {
    LeaseId lease = stage.leased(coordinator, 1);
    stage.journal.mood = FakeJournal.Mood.FENCED;
    CompletableFuture<String> fenced = new CompletableFuture<>();
    stage.desk.onFenced(fenced::complete);

    coordinator.tell(stage.epochDone(lease, 1));
    stage.store.step();

    stage.kit.createTestProbe().expectTerminated(coordinator);
    assertThat(fenced.join()).isEqualTo("another took office on purpose");
    assertThat(stage.desk.term()).isEmpty();
    stage.worker.expectNoMessage();
  }

  @Test
  void leavesTheOfficeToANewerCbdThatHasBeenAtTheStore() {
    Stage other = new Stage();
    try {
      other.journal.mood = FakeJournal.Mood.OUTDATED;
      CompletableFuture<String> fenced = new CompletableFuture<>();
      other.desk.onFenced(fenced::complete);
      ActorRef<CoordinatorProtocol> outdated =
          other.kit.spawn(CoordinatorActor.create(other.parts()));
      other.store.step();

      other.kit.createTestProbe().expectTerminated(outdated);
      assertThat(fenced.join()).isEqualTo("a newer cbd was here on purpose");
      assertThat(other.desk.term()).isEmpty();
    } finally {
      other.close();
    }
  }

  @Test
  void asksWhoIsInOfficeWhenItStoodStillAndStopsWhenItIsAnother() {
    stage.leased(coordinator, 1);
    stage.journal.mood = FakeJournal.Mood.FENCED;
    CompletableFuture<String> fenced = new CompletableFuture<>();
    stage.desk.onFenced(fenced::complete);

    stage.jump(Duration.ofMinutes(5));
    stage.look().toCompletableFuture().join();
    stage.store.step();

    stage.kit.createTestProbe().expectTerminated(coordinator);
    assertThat(fenced).isCompletedWithValue("another took office on purpose");
    assertThat(stage.journal.stored(Event.LeaseExpired.class)).isEmpty();
    stage.worker.expectNoMessage();
  }

  @Test
  void holdsTheTimeInWhichItStoodStillAgainstNoLease() {
    LeaseId lease = stage.leased(coordinator, 1);

    stage.jump(Duration.ofMinutes(5));
    stage.look().toCompletableFuture().join();
    stage.store.step();
    coordinator.tell(stage.finished(lease, 1));
    stage.store.step();

    stage.worker.expectMessage(new WorkerProtocol.Acknowledged(lease, 1));
    assertThat(stage.journal.stored(Event.LeaseExpired.class)).isEmpty();
  }

  @Test
  void startsOverFromTheStoreWhenSomethingBreaks() {
    LeaseId lease = stage.leased(coordinator, 1);
    stage.journal.mood = FakeJournal.Mood.BROKEN;
    coordinator.tell(stage.epochDone(lease, 1));
    stage.store.step();

    stage.journal.mood = FakeJournal.Mood.WELL;
    TestProbe<Object> wait = stage.kit.createTestProbe();
    wait.awaitAssert(() -> assertThat(stage.desk.term()).isEmpty());
    // Its pause begins only after that: time passes in steps, for one leap could be before it.
    wait.awaitAssert(
        () -> {
          stage.jump(Duration.ofSeconds(1));
          assertThat(stage.store.isIdle()).isFalse();
          return stage;
        });
    stage.store.step();
    coordinator.tell(stage.register(1, lease));

    WorkerProtocol.Registered registered =
        stage.worker.expectMessageClass(WorkerProtocol.Registered.class);
    assertThat(registered.epoch()).isEqualTo(2);
    assertThat(registered.adopted()).containsExactly(lease);
    coordinator.tell(stage.epochDone(lease, 1));
    stage.store.step();
    stage.worker.expectMessage(new WorkerProtocol.Acknowledged(lease, 1));
    assertThat(stage.journal.stored(Event.EpochRecorded.class)).hasSize(1);
  }
}
