package cbd.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.store.AuditRow;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From which address the audit log says that a change came. */
class AccountTest {
  @TempDir private Path folder;

  private String noted(ApiPlace place, String... headers) throws Exception {
    try (Api api = new Api(folder, place)) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(api.uri("/api/v1/sweeps/none-00000000/cancel"))
              .POST(BodyPublishers.noBody())
              .headers(headers);
      assertThat(api.send(request).statusCode()).isEqualTo(404);
      return api.store.access().audit(Long.MAX_VALUE, 1).stream()
          .map(AuditRow::address)
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void believesAPeerOnWhoseBehalfItAsks() throws Exception {
    ApiPlace ofThree = ApiPlace.ofLoopback().withPeers("127.0.0.1:25520", "192.0.2.1:25520");
    String[] passedOn = {Elsewhere.PASSED_ON, "http://10.0.0.8", Elsewhere.CLIENT, "10.0.0.99"};
    assertThat(noted(ofThree, passedOn)).isEqualTo("127.0.0.1 for 10.0.0.99");
  }

  @Test
  void believesAPeerThatPassesOnForIpv6() throws Exception {
    ApiPlace ofThree = ApiPlace.ofLoopback().withPeers("localhost:25520");
    String[] passedOn = {Elsewhere.PASSED_ON, "x", Elsewhere.CLIENT, "[2001:db8::7]"};
    assertThat(noted(ofThree, passedOn)).isEqualTo("127.0.0.1 for [2001:db8::7]");
  }

  @Test
  void believesNobodyElse() throws Exception {
    String[] passedOn = {Elsewhere.PASSED_ON, "http://10.0.0.8", Elsewhere.CLIENT, "10.0.0.99"};
    assertThat(noted(ApiPlace.ofLoopback(), passedOn)).as("one alone").isEqualTo("127.0.0.1");
    assertThat(noted(ApiPlace.ofLoopback().withPeers("192.0.2.1:25520"), passedOn))
        .as("no peer's address")
        .isEqualTo("127.0.0.1");
    assertThat(
            noted(
                ApiPlace.ofLoopback().withPeers("127.0.0.1:25520"), Elsewhere.CLIENT, "10.0.0.99"))
        .as("not passed on")
        .isEqualTo("127.0.0.1");
  }
}
