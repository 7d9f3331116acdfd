package cbd.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TurnsTest {

  @Test
  void refusesMoreThanMayWait() {
    Turns turns = new Turns(1, 0, Duration.ofDays(1));

    String answer =
        turns.take(
            () -> {
              assertThatThrownBy(() -> turns.take(() -> "second"))
                  .isInstanceOf(ApiException.class)
                  .hasMessageContaining("send yours again");
              return "first";
            });

    assertThat(answer).isEqualTo("first");
  }

  @Test
  void refusesWhoseTurnDoesNotCome() {
    Turns turns = new Turns(1, 1, Duration.ofMillis(1));

    turns.take(
        () -> {
          assertThatThrownBy(() -> turns.take(() -> "second")).isInstanceOf(ApiException.class);
          return "first";
        });
  }

  @Test
  void givesTheTurnToTheOneThatWaits() throws Exception {
    Turns turns = new Turns(1, 1, Duration.ofDays(1));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<String> first =
        CompletableFuture.supplyAsync(
            () ->
                turns.take(
                    () -> {
                      begun.countDown();
                      try {
                        end.await();
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                      return "first";
                    }),
            task -> new Thread(task).start());
    begun.await();
    CompletableFuture<String> second =
        CompletableFuture.supplyAsync(
            () -> turns.take(() -> "second"), task -> new Thread(task).start());
    end.countDown();

    assertThat(first.get()).isEqualTo("first");
    assertThat(second.get()).isEqualTo("second");
  }

  @Test
  void aTurnThatFailsIsOver() {
    Turns turns = new Turns(1, 0, Duration.ZERO);

    assertThatThrownBy(
            () ->
                turns.take(
                    () -> {
                      throw new IllegalStateException("broken");
                    }))
        .hasMessage("broken");
    assertThat(turns.<String>take(() -> "next")).isEqualTo("next");
  }
}
