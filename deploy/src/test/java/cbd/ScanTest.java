package cbd;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.watch.Tool;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .ci/scan.mjs} before a database that knows of one hole. */
class ScanTest {
  private static final String SBOM =
      """
      {"components": [
        {"purl": "pkg:maven/cbd/cbd-worker@0.1.0?type=jar"},
        {"purl": "pkg:maven/org.example/sound@1.0?type=jar"},
        {"purl": "pkg:maven/org.example/rotten@1.0?type=jar"}
      ]}
      """;

  private static final String HOLE =
      """
      {"id": "GHSA-aaaa-bbbb-cccc", "aliases": ["CVE-2026-1"], "summary": "it is open"}
      """;

  @TempDir Path folder;
  private HttpServer database;
  private String asked = "";

  @BeforeEach
  void open() throws IOException {
    database = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    database.createContext("/v1/querybatch", this::batch);
    database.createContext("/v1/vulns/GHSA-aaaa-bbbb-cccc", exchange -> answer(exchange, HOLE));
    database.start();
  }

  @AfterEach
  void close() {
    database.stop(0);
  }

  private void batch(HttpExchange exchange) throws IOException {
    asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    answer(exchange, "{\"results\": [{}, {\"vulns\": [{\"id\": \"GHSA-aaaa-bbbb-cccc\"}]}]}");
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Tool.Said scan(String accepted) throws IOException, InterruptedException {
    return Tool.node()
        .run(
            ".ci/scan.mjs",
            Files.writeString(folder.resolve("sbom.json"), SBOM).toString(),
            "http://127.0.0.1:" + database.getAddress().getPort(),
            Files.writeString(folder.resolve("accepted"), accepted).toString());
  }

  @Test
  void namesWhatIsVulnerableAndEndsWithOne() throws Exception {
    Tool.Said said = scan("# nothing\n");

    assertThat(said.text())
        .contains("VULNERABLE org.example/rotten@1.0: GHSA-aaaa-bbbb-cccc, CVE-2026-1 it is open")
        .contains("2 packages, 1 known vulnerabilities, 1 of them not accepted.");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(asked).contains("pkg:maven/org.example/sound@1.0\"").doesNotContain("cbd-worker");
  }

  @Test
  void livesWithWhatIsAcceptedUntilItsDay() throws Exception {
    Tool.Said accepted = scan("CVE-2026-1 9999-12-31 nobody reaches it\n");
    assertThat(accepted.text()).contains("accepted org.example/rotten", "nobody reaches it");
    assertThat(accepted.exit()).isZero();

    assertThat(scan("CVE-2026-1 2020-01-01 nobody reaches it\n").exit()).isEqualTo(1);
    assertThat(scan("CVE-2026-1 nobody reaches it\n").exit()).as("without a day").isEqualTo(2);
  }

  @Test
  void looksAtEveryDistributionThatWasBuiltThatWithCudaToo() throws Exception {
    Path ci = Files.createDirectories(folder.resolve(".ci"));
    Path script = Files.copy(Path.of("../.ci/scan.mjs"), ci.resolve("scan.mjs"));
    Files.writeString(ci.resolve("accepted-vulnerabilities"), "# nothing\n");
    String address = "http://127.0.0.1:" + database.getAddress().getPort();

    Tool.Said nothing = Tool.node().run(script.toString(), "", address);
    assertThat(nothing.exit()).as("nothing is built").isEqualTo(2);

    built("cbd-0.1.0", "sbom.json", "pkg:maven/org.example/sound@1.0");
    built("cbd-cuda-0.1.0", "sbom.json", "pkg:maven/org.example/sound@1.0");
    built("cbd-cuda-0.1.0", "sbom-libtorch.json", "pkg:pypi/rotten@1.0");
    Files.writeString(folder.resolve("deploy/target/cbd-0.1.0.tar.gz"), "");
    Tool.Said said = Tool.node().run(script.toString(), "", address);
    assertThat(said.text()).contains("VULNERABLE pkg:pypi/rotten@1.0", "2 packages, 1 known");
    assertThat(said.exit()).isEqualTo(1);
  }

  private void built(String home, String bill, String purl) throws IOException {
    Path distribution = Files.createDirectories(folder.resolve("deploy/target").resolve(home));
    Files.writeString(
        distribution.resolve(bill), "{\"components\": [{\"purl\": \"" + purl + "\"}]}");
  }

  @Test
  void saysThatNobodyKnowsWhenTheDatabaseDoesNotAnswer() throws Exception {
    int port = database.getAddress().getPort();
    database.stop(0);
    Tool.Said said =
        Tool.node()
            .run(
                ".ci/scan.mjs",
                Files.writeString(folder.resolve("sbom.json"), SBOM).toString(),
                "http://127.0.0.1:" + port);

    assertThat(said.text()).contains("Not scanned, so that nobody knows:");
    assertThat(said.exit()).isEqualTo(2);
  }
}
