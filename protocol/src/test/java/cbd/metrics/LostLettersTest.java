package cbd.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Address;
import akka.actor.DeadLetter;
import akka.actor.Dropped;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.MailboxSelector;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.Behaviors;
import akka.remote.UniqueAddress;
import akka.remote.artery.QuarantinedEvent;
import cbd.PatientActors;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LostLettersTest {
  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString(
                  """
                  akka.log-dead-letters = off
                  counted.mailbox-type = "cbd.metrics.CountedMailbox"
                  """)
              .withFallback(PatientActors.CONFIG));
  private final List<String> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    kit.shutdownTestKit();
  }

  @Test
  void tellsOfEachMessageThatNobodyReceived() {
    ActorRef<LostLetters.Command> ear = kit.spawn(LostLetters.create(listener()));
    akka.actor.ActorRef nobody = kit.system().classicSystem().deadLetters();

    kit.createTestProbe()
        .awaitAssert(
            () -> {
              publish(Dropped.apply("too much", "the queue is full", nobody, nobody));
              publish(new DeadLetter("hello", nobody, nobody));
              publish(
                  new QuarantinedEvent(
                      UniqueAddress.apply(Address.apply("akka", "cbd", "there", 1), 7L)));
              assertThat(told).contains("dropped", "undelivered", "severed");
              return ear;
            });
  }

  private void publish(Object event) {
    kit.system().eventStream().tell(new EventStream.Publish<>(event));
  }

  private LostLetters.Listener listener() {
    return new LostLetters.Listener() {
      @Override
      public void letterLost(String kind) {
        told.add(kind);
      }

      @Override
      public void linkSevered() {
        told.add("severed");
      }
    };
  }

  @Test
  void seesHowManyMessagesWaitInACountedMailbox() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ActorRef<String> slow =
        kit.spawn(
            Behaviors.receiveMessage(
                message -> {
                  busy.countDown();
                  go.await();
                  return Behaviors.same();
                }),
            "slow",
            MailboxSelector.fromConfig("counted"));

    for (int i = 0; i < 6; i++) {
      slow.tell("message " + i);
    }
    busy.await();
    assertThat(CountedMailbox.waiting(kit.system().classicSystem())).isEqualTo(5);

    go.countDown();
    kit.createTestProbe()
        .awaitAssert(
            () -> assertThat(CountedMailbox.waiting(kit.system().classicSystem())).isZero());
  }
}
