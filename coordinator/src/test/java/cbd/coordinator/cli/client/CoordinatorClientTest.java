package cbd.coordinator.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.coordinator.cli.CannedCoordinator;
import cbd.coordinator.cli.Pictures;
import cbd.coordinator.http.Views;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CoordinatorClientTest {
  private CannedCoordinator coordinator;
  private CoordinatorClient client;

  @BeforeEach
  void start() throws IOException {
    coordinator = new CannedCoordinator();
    client = new CoordinatorClient(coordinator.address());
  }

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void readsWhatTheApiWrites() {
    Views.SweepView sweep = Pictures.sweep(List.of(Pictures.running("a", 2)), "leased=1");
    coordinator.knows("GET /sweeps/" + Pictures.SWEEP, sweep);

    assertThat(client.sweep(Pictures.SWEEP)).isEqualTo(sweep);
  }

  @Test
  void passesOverWhatANewerCoordinatorAdds() {
    coordinator.knows("GET /sweeps", Map.of("sweeps", List.of(), "colour", "blue"));

    assertThat(client.sweeps()).isEmpty();
  }

  @Test
  void asksForOneStateAndForPageAfterPage() {
    coordinator.knows(
        "GET /sweeps/s/trials",
        new Views.TrialPage(List.of(Pictures.trial("a", "failed", "why")), null));

    assertThat(client.trials("s", List.of("failed"))).hasSize(1);
    assertThat(coordinator.asked)
        .containsExactly("GET /sweeps/s/trials?limit=1000&after=-1&state=failed");
  }

  @Test
  void asksTheNextOfSeveralWhenOneDoesNotAnswerOrCannotNow() throws IOException {
    try (CannedCoordinator other = new CannedCoordinator()) {
      coordinator.refuses("GET /sweeps", 503, "No coordinator is active in this process.");
      other.knows("GET /sweeps", new Views.SweepList(List.of(), null));
      CoordinatorClient several =
          new CoordinatorClient(
              List.of(URI.create("http://127.0.0.1:1"), coordinator.address(), other.address()));

      assertThat(several.sweeps()).isEmpty();
      assertThat(several.sweeps()).isEmpty();

      assertThat(several.address()).isEqualTo(other.address());
      assertThat(coordinator.asked).as("the one that answered is asked first").hasSize(1);
    }
  }

  @Test
  void tellsARefusalInTheCoordinatorsWords() {
    coordinator.refuses("POST /sweeps/s/cancel", 503, "The disk is full.");

    assertThatThrownBy(() -> client.change("/sweeps/s/cancel"))
        .isInstanceOf(RefusedException.class)
        .hasMessage("The disk is full.")
        .matches(e -> ((RefusedException) e).isForNow());
  }

  @Test
  void tellsWhenNobodyAnswers() {
    assertThatThrownBy(() -> new CoordinatorClient(URI.create("http://127.0.0.1:1")).sweeps())
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("no coordinator answers at http://127.0.0.1:1");
  }

  @Test
  void doesNotTakeAnyWebServerForACoordinator() {
    assertThatThrownBy(() -> client.text("/elsewhere"))
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("no coordinator: status 500");
  }
}
