package cbd.training.cli;

import cbd.text.InvalidTextException;
import cbd.text.JsonText;
import cbd.text.Tree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a coordinator for a trial, over HTTP: this program knows nothing else of it. */
final class TrialSource {
  private TrialSource() {}

  /** Nobody answers, or not what was asked for. */
  static final class UnreachableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreachableException(String message) {
      super(message);
    }

    UnreachableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Everything the coordinator knows of a trial.
   *
   * @param coordinator its address
   * @param digits the first ones of the trial's id
   * @return JSON
   */
  static String ask(String coordinator, String digits) throws UnreachableException {
    HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    try {
      String base = coordinator.contains("://") ? coordinator : "http://" + coordinator;
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(base).resolve("/api/v1/trials/" + digits))
              .timeout(Duration.ofSeconds(30))
              .build();
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new UnreachableException(
            "The coordinator at %s does not tell of trial %s: %s"
                .formatted(coordinator, digits, reason(response)));
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException("interrupted while asking " + coordinator, e);
    } catch (IllegalArgumentException e) {
      throw new UnreachableException(
          "--coordinator must be an address such as http://127.0.0.1:8470, but was " + coordinator,
          e);
    } catch (UnreachableException e) {
      throw e;
    } catch (IOException e) {
      throw new UnreachableException(
          "No coordinator answers at %s (%s). Name another with --coordinator URL, or give a JSON file."
              .formatted(coordinator, e),
          e);
    }
  }

  /** The sentence in a problem document, else what there is. */
  private static String reason(HttpResponse<String> response) {
    try {
      if (JsonText.parse(response.body()) instanceof Tree.Mapping problem
          && problem.get("detail") instanceof Tree.Scalar detail) {
        return String.valueOf(detail.value());
      }
    } catch (InvalidTextException e) {
      // Then it is no coordinator of ours, and its status has to do.
    }
    return "what answers there is no coordinator: status " + response.statusCode();
  }
}
