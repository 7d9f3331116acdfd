package cbd.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.access.Role;
import cbd.coordinator.access.Token;
import cbd.coordinator.store.TokenRow;
import cbd.domain.Build;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of how the cluster is, and to whom. */
class HealthTest {
  @TempDir private Path folder;
  private Api active;
  private ApiServer standBy;
  private String token = "";

  @BeforeEach
  void open() {
    active = new Api(folder);
    standBy = active.standBy();
  }

  @AfterEach
  void close() {
    standBy.close();
    active.close();
  }

  private void insistOnTokens() {
    Token made = Token.fresh("alice");
    active
        .store
        .access()
        .add(
            new TokenRow(
                "alice",
                made.hash(),
                Role.READ,
                InstantSource.system().instant(),
                "test",
                null,
                null));
    token = made.text();
  }

  private JsonNode health(String url, @Nullable String shown) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/health"));
    if (shown != null) {
      request.header("Authorization", "Bearer " + shown);
    }
    return active.json(active.send(request));
  }

  private static void tellsLittle(JsonNode health, boolean leader) {
    assertThat(health.get("status").asText()).isEqualTo("up");
    assertThat(health.get("leader").asBoolean()).isEqualTo(leader);
    assertThat(health.get("term").asInt()).isEqualTo(1);
    for (String secret : new String[] {"store", "storeTrouble", "active", "version"}) {
      assertThat(health.get(secret).isNull()).as(secret).isTrue();
    }
  }

  @Test
  void strangersAreToldOnlyWhetherItLives() throws Exception {
    insistOnTokens();
    tellsLittle(health(active.uri("").toString(), null), true);
    tellsLittle(health(standBy.url(), null), false);
  }

  @Test
  void aBadTokenTellsNoMoreAndIsCounted() throws Exception {
    insistOnTokens();
    tellsLittle(health(active.uri("").toString(), Token.fresh("alice").text()), true);
    assertThat(active.refusals).containsExactly(RequestObserver.Refusal.UNAUTHENTICATED);
  }

  @Test
  void whoMayReadIsToldAllOfIt() throws Exception {
    insistOnTokens();
    JsonNode here = health(active.uri("").toString(), token);
    assertThat(here.get("store").asText()).isEqualTo("available");
    assertThat(here.get("version").asText()).isEqualTo(Build.current().version());

    JsonNode there = health(standBy.url(), token);
    assertThat(there.get("active").asText()).isEqualTo(active.uri("").toString());
    assertThat(there.get("store").asText()).as("by the active one's word").isEqualTo("available");
  }

  @Test
  void everybodyIsToldAllOfItBeforeThereAreTokens() throws Exception {
    JsonNode there = health(standBy.url(), null);
    assertThat(there.get("active").asText()).isEqualTo(active.uri("").toString());
    assertThat(there.get("store").asText()).isEqualTo("available");
  }
}
