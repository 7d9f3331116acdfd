package cbd.coordinator.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.coordinator.schedule.Event;
import cbd.domain.TrialId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitQueueTest {
  private final CommitQueue queue = new CommitQueue();

  @Test
  void hasNothingToWriteAtFirst() {
    assertThat(queue.next()).isEmpty();
  }

  @Test
  void writesOneBatchAtATime() {
    queue.add(List.of(event(1)), List.of(new Word("one")));
    CommitQueue.Batch first = queue.next().orElseThrow();
    queue.add(List.of(event(2)), List.of());
    queue.add(List.of(event(3)), List.of(new Word("three")));

    assertThat(queue.next()).isEmpty();
    assertThat(queue.underWay()).isSameAs(first);
    assertThat(queue.committed().effects()).containsExactly(new Word("one"));
    CommitQueue.Batch second = queue.next().orElseThrow();
    assertThat(second.events()).containsExactly(event(2), event(3));
    assertThat(second.effects()).containsExactly(new Word("three"));
  }

  @Test
  void keepsAnEffectWithoutEventsBehindTheBatchUnderWay() {
    queue.add(List.of(event(1)), List.of());
    assertThat(queue.next()).isPresent();
    queue.add(List.of(), List.of(new Word("duplicate")));

    assertThat(queue.next()).isEmpty();
    assertThat(queue.committed().effects()).isEmpty();
    assertThat(queue.next().orElseThrow().effects()).containsExactly(new Word("duplicate"));
  }

  @Test
  void keepsEqualEffectsOnce() {
    for (int i = 0; i < 1000; i++) {
      queue.add(List.of(), List.of(new Word("again")));
    }

    assertThat(queue.next().orElseThrow().effects()).hasSize(1);
  }

  @Test
  void commitsNothingThatIsNotUnderWay() {
    assertThatThrownBy(queue::committed).isInstanceOf(IllegalStateException.class);
  }

  private static Event event(int number) {
    return new Event.TrialCancelled(Instant.EPOCH, new TrialId(String.format("%032x", number)));
  }

  private record Word(String word) implements Effect {
    @Override
    public void happen() {}
  }
}
