package cbd.coordinator.notice;

import cbd.coordinator.store.NoticeRow;
import cbd.domain.Build;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts signed JSON. A redirect is a refusal: what is signed for one place goes to no other. The
 * certificate of the other side is checked as Java checks them all. Its answer is not read.
 */
final class WebhookChannel implements Channel {
  /** Of the specification's 15 to 30 s. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int GONE = 410;

  /** Longer waits are of no use to people who wait for a notice. */
  private static final long LONGEST_WAIT_SECONDS = 6 * 3600;

  private final ChannelText.Webhook text;
  private final Signature signature;
  private final Duration patience;
  private final HttpClient client;

  WebhookChannel(ChannelText.Webhook text, Signature signature, Duration patience) {
    this.text = text;
    this.signature = signature;
    this.patience = patience;
    client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  @Override
  public String name() {
    return text.name();
  }

  /** Without path and query, which are the password of many a chat. */
  @Override
  public String address() {
    URI uri = text.uri();
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  @Override
  public Set<Occasion> occasions() {
    return Set.copyOf(text.on());
  }

  /** Only a cancellation that interrupts ends the exchange as well. */
  @Override
  @SuppressWarnings("Interruption")
  public Outcome deliver(NoticeRow notice, Instant now) {
    byte[] body = notice.payload().getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(text.uri())
            .timeout(patience)
            .header("Content-Type", "application/json")
            .header("User-Agent", "cbd/" + Build.current().version())
            .header("webhook-id", notice.id())
            .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
            .header("webhook-signature", signature.of(notice.id(), now, body))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    CompletableFuture<HttpResponse<InputStream>> answer =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
    try {
      return outcome(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      return Outcome.Refused.forNow(address() + " cannot be reached: " + words(e));
    } catch (TimeoutException e) {
      answer.cancel(true);
      return Outcome.Refused.forNow(
          address() + " did not answer within " + patience.toSeconds() + " s");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return Outcome.Refused.forNow("the coordinator stops");
    }
  }

  private Outcome outcome(HttpResponse<InputStream> response) {
    close(response.body());
    int status = response.statusCode();
    String words = address() + " answered with " + status;
    if (status / 100 == 2) {
      return new Outcome.Taken(words);
    }
    if (status / 100 == 3) {
      return Outcome.Refused.forNow(words + ", a redirect, which is not followed: change the url");
    }
    return new Outcome.Refused(words, status == GONE, pause(response));
  }

  /** What an answer says beside its status is of no interest, however long it is. */
  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      throw new IllegalStateException("a stream that is only closed fails in no known way", e);
    }
  }

  private static Duration pause(HttpResponse<?> response) {
    String wanted = response.headers().firstValue("Retry-After").orElse("");
    return wanted.matches("[0-9]{1,9}")
        ? Duration.ofSeconds(Math.min(Long.parseLong(wanted), LONGEST_WAIT_SECONDS))
        : Duration.ZERO;
  }

  private static String words(ExecutionException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String message = cause.getMessage();
    return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }
}
