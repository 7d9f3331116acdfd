package cbd.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.coordinator.http.Limits;
import cbd.coordinator.store.Database;
import cbd.membership.Failover;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CoordinatorCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine cbd = CoordinatorMain.commandLine(InstantSource.system());
    return cbd.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
  }

  @Test
  void refusesAnOpenHostWithoutAWordForIt() {
    assertThat(run("coordinator", "--host", "192.0.2.1")).isEqualTo(2);
    assertThat(err.toString()).contains("in plain text", "--tls DIR", "add --insecure");
  }

  @Test
  void refusesNumbersOutOfRange() {
    assertThat(run("coordinator", "--http-port", "70000")).isEqualTo(2);
    assertThat(run("coordinator", "--lease-seconds", "0")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--http-port must be between 0 and 65535, but was 70000")
        .contains("--lease-seconds must be between 1 and 86400, but was 0");
  }

  @Test
  void refusesTwoCoordinatorsAndSaysWhy() {
    assertThat(run("coordinator", "--peers", "127.0.0.1:25520,127.0.0.1:25521")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--peers must name one coordinator or three, but named two")
        .contains("can take the whole cluster down");
  }

  @Test
  void refusesPeersWithoutAStoreThatAllReach() {
    String peers = "127.0.0.1:25520,127.0.0.1:25521,127.0.0.1:25522";
    assertThat(run("coordinator", "--peers", peers, "--dir", dir())).isEqualTo(2);
    assertThat(err.toString()).contains("cbd.db is a file of this machine", "jdbc:postgresql://");
  }

  @Test
  void refusesPeersAmongWhichItIsNot() {
    String peers = "127.0.0.1:1,127.0.0.1:2,127.0.0.1:3";
    assertThat(run("coordinator", "--peers", peers)).isEqualTo(2);
    assertThat(err.toString()).contains("must name this coordinator as well", "127.0.0.1:25520");
    assertThat(run("coordinator", "--peers", "a,b,c")).isEqualTo(2);
    assertThat(run("coordinator", "--peers", "127.0.0.1:1,127.0.0.1:1,127.0.0.1:25520"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("must be HOST:PORT", "three different ones");
  }

  @Test
  void takesNoPasswordInAStoresAddress() {
    assertThat(run("coordinator", "--store", "jdbc:postgresql://me:secret@db/cbd")).isEqualTo(2);
    assertThat(err.toString()).contains("CBD_STORE_PASSWORD").doesNotContain("secret");
  }

  @Test
  void refusesToLeaveOpenWhetherTheWayToItsStoreIsEncrypted() {
    String store = "jdbc:postgresql://db/cbd";
    String tls = folder.toString();
    assertThat(run("coordinator", "--tls", tls, "--store", store)).isEqualTo(2);
    assertThat(err.toString())
        .contains("--store: with --tls", "the way to db", "?sslmode=verify-full&sslrootcert=FILE");
    err.getBuffer().setLength(0);
    String stated = store + "?sslmode=disable";
    assertThat(run("coordinator", "--tls", tls, "--store", stated, "--peers", "a,b")).isEqualTo(2);
    assertThat(run("coordinator", "--store", store, "--peers", "a,b")).isEqualTo(2);
    assertThat(err.toString()).contains("--peers must be").doesNotContain("sslmode");
  }

  @Test
  void explainsItself() {
    assertThat(run("coordinator", "--help")).isZero();
    assertThat(out.toString()).contains("Exit codes:", "--lease-seconds", "Examples:");
    assertThat(out.toString()).doesNotContain("--exit-with-stdin");
  }

  @Test
  void knowsTheCommandsOfTheOtherPrograms() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("coordinator", "worker", "train", "bench", "data");
  }

  @Test
  void tellsItsVersion() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("cbd ");
  }

  @Test
  void saysWhichPortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());

      assertThat(run("coordinator", "--dir", dir(), "--port", "0", "--http-port", port))
          .isEqualTo(1);
      assertThat(run("coordinator", "--dir", dir(), "--http-port", "0", "--port", port))
          .isEqualTo(1);

      assertThat(err.toString().lines())
          .hasSize(2)
          .allSatisfy(line -> assertThat(line).contains("port " + port, "cannot be had"))
          .anySatisfy(line -> assertThat(line).contains("--http-port"));
    }
  }

  @Test
  void saysWhichDirectoryCannotBeUsed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(run("coordinator", "--dir", file.toString(), "--port", "0", "--http-port", "0"))
        .isEqualTo(1);

    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("--dir " + file, "cannot be written");
  }

  @Test
  void saysThatAFileIsNoStore() throws IOException {
    Files.writeString(Files.createDirectories(Path.of(dir())).resolve("cbd.db"), "not a store");

    assertThat(run("coordinator", "--dir", dir(), "--port", "0", "--http-port", "0")).isEqualTo(1);

    assertThat(err.toString().lines()).singleElement().asString().contains("cbd.db");
  }

  @Test
  void letsOneCoordinatorHaveADirectory() {
    try (CoordinatorProcess first = CoordinatorProcess.start(settings(), InstantSource.system())) {
      assertThat(first.ready()).contains("http://127.0.0.1:");
      assertThatThrownBy(() -> CoordinatorProcess.start(settings(), InstantSource.system()))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("another coordinator runs with --dir");
    }
    CoordinatorProcess again = CoordinatorProcess.start(settings(), InstantSource.system());
    again.stop();
    assertThat(again.await()).isZero();
    again.close();
  }

  private CoordinatorSettings settings() {
    return new CoordinatorSettings(
        InetAddress.getLoopbackAddress(),
        0,
        0,
        InetAddress.getLoopbackAddress(),
        Path.of(dir()),
        Database.file(Path.of(dir(), "cbd.db")),
        List.of(),
        Failover.DEFAULT,
        Duration.ofSeconds(90),
        Duration.ofSeconds(10),
        Optional.empty(),
        Limits.DEFAULT,
        false,
        0,
        0,
        null);
  }

  private String dir() {
    return folder.resolve("state").toString();
  }
}
