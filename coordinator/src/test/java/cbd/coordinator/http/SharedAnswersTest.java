package cbd.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedAnswersTest {
  private static final int ASKERS = 10;
  private static final Duration LONG = Duration.ofMinutes(1);

  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final HttpClient http = HttpClient.newHttpClient();
  private final Javalin server =
      Javalin.create(
              config -> {
                SharedAnswers shared = new SharedAnswers();
                config.startup.showJavalinBanner = false;
                config.routes.get("/slow", shared.of(this::slow));
                config.routes.get("/odd", shared.of(this::odd));
              })
          .start("127.0.0.1", 0);

  @AfterEach
  void stop() {
    mayEnd.countDown();
    server.stop();
  }

  private void slow(Context ctx) throws InterruptedException {
    int number = begun.incrementAndGet();
    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    mayEnd.await();
    atOnce.decrementAndGet();
    ctx.status(203).contentType("text/csv").result("made " + number);
  }

  private void odd(Context ctx) throws InterruptedException {
    begun.incrementAndGet();
    mayEnd.await();
    throw ApiException.badRequest("odd");
  }

  @Test
  void makesOneAnswerForAllWhoAskWhileAnotherIsMade() {
    CompletableFuture<HttpResponse<String>> first = ask("/slow");
    await().atMost(LONG).until(() -> begun.get() == 1);
    List<CompletableFuture<HttpResponse<String>>> others = crowd("/slow");
    mayEnd.countDown();

    assertThat(first.join().body()).isEqualTo("made 1");
    for (CompletableFuture<HttpResponse<String>> other : others) {
      assertThat(other.join().body()).as("none older than its question").isNotEqualTo("made 1");
      assertThat(other.join().statusCode()).isEqualTo(203);
      assertThat(other.join().headers().firstValue("Content-Type")).hasValue("text/csv");
    }
    assertThat(begun.get()).isEqualTo(2);
    assertThat(mostAtOnce).as("one thread at a time").hasValue(1);
    int made = begun.get();
    assertThat(ask("/slow").join().body()).as("nothing is kept").isEqualTo("made " + (made + 1));
  }

  @Test
  void tellsQuestionsApartByTheirQuery() {
    List<CompletableFuture<HttpResponse<String>>> both =
        List.of(ask("/slow?sweep=a"), ask("/slow?sweep=b"));
    assertThat(both).hasSize(2);

    await().atMost(LONG).until(() -> atOnce.get() == 2);
  }

  @Test
  void tellsAllWhoWaitedOfAFailure() {
    CompletableFuture<HttpResponse<String>> first = ask("/odd");
    await().atMost(LONG).until(() -> begun.get() == 1);
    List<CompletableFuture<HttpResponse<String>>> others = crowd("/odd");
    mayEnd.countDown();

    assertThat(first.join().statusCode()).isEqualTo(500);
    assertThat(others).allMatch(other -> other.join().statusCode() == 500);
    assertThat(begun.get()).isEqualTo(2);
  }

  /** Several who ask at once, all of whom wait for the answer after the one that is made. */
  private List<CompletableFuture<HttpResponse<String>>> crowd(String path) {
    List<CompletableFuture<HttpResponse<String>>> crowd = new ArrayList<>();
    for (int i = 0; i < ASKERS; i++) {
      crowd.add(ask(path));
    }
    await().atMost(LONG).until(() -> waiting() == ASKERS + 1);
    return crowd;
  }

  /** Threads that make an answer or wait for one: what they were asked has its turn. */
  private static long waiting() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .filter(frame -> frame.getClassName().equals(SharedAnswers.class.getName()))
        .filter(frame -> Set.of("make", "repeat").contains(frame.getMethodName()))
        .count();
  }

  private CompletableFuture<HttpResponse<String>> ask(String path) {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return http.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
