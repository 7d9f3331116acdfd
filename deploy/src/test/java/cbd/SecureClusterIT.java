package cbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cbd.coordinator.access.Token;
import cbd.coordinator.certificate.Authority;
import cbd.coordinator.certificate.Standing;
import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.client.Credentials;
import cbd.coordinator.http.Views;
import cbd.tls.CertificateFolder;
import cbd.tls.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that speak TLS on loopback: who is let in, who is not, and what is told of it. */
class SecureClusterIT {
  private static final Duration DAYS = Duration.ofDays(30);

  @TempDir Path folder;
  private URI url = URI.create("https://127.0.0.1:1");
  private String join = "";

  private Authority authority(String name) {
    return Authority.create(folder.resolve(name), name, Duration.ofDays(365), Instant.now());
  }

  private CertificateFolder issued(Authority authority, String name, Instant when) {
    CertificateFolder member = new CertificateFolder(folder.resolve(name));
    authority.issue(member, Standing.MEMBER, List.of(), DAYS, when);
    return member;
  }

  private CoordinatorClient client(Path authorities, String token) {
    return new CoordinatorClient(
        List.of(url), new Credentials(Optional.of(Tls.believing(authorities)), Optional.of(token)));
  }

  private Processes.Running startCoordinator(Processes processes, CertificateFolder member)
      throws IOException {
    Processes.Running coordinator =
        processes.start(
            "coordinator",
            "--port",
            "0",
            "--http-port",
            "0",
            "--new-admin-token",
            "--tls",
            member.folder().toString(),
            "--dir",
            folder.resolve("coordinator").toString());
    Matcher ready = coordinator.awaitText("(https://\\S+) is open, workers join ([^\\s;]+)");
    url = URI.create(ready.group(1));
    join = ready.group(2);
    return coordinator;
  }

  private Processes.Running startWorker(Processes processes, String name, Optional<Path> tls)
      throws IOException {
    Stream<String> words =
        Stream.of(
            "worker",
            "--join",
            join,
            "--name",
            name,
            "--threads",
            "1",
            "--metrics-port",
            "0",
            "--dir",
            folder.resolve("worker-" + name).toString());
    Stream<String> secure = tls.stream().flatMap(path -> Stream.of("--tls", path.toString()));
    return processes.start(Stream.concat(words, secure).toArray(String[]::new));
  }

  @Test
  void letsMembersInAndNobodyElseAndFollowsReplacedCertificates() throws Exception {
    Authority ours = authority("ours");
    Authority next = authority("next");
    CertificateFolder head = issued(ours, "head", Instant.now());
    CertificateFolder first = issued(ours, "first", Instant.now());
    CertificateFolder foreign = issued(authority("theirs"), "foreign", Instant.now());
    CertificateFolder expired =
        issued(ours, "expired", Instant.now().minus(DAYS).minus(Duration.ofDays(1)));
    CertificateFolder second = issued(next, "second", Instant.now());
    CertificateFolder guest = new CertificateFolder(folder.resolve("guest"));
    ours.issue(guest, Standing.GUEST, List.of(), DAYS, Instant.now());
    try (Processes processes = new Processes(folder)) {
      Processes.Running coordinator = startCoordinator(processes, head);
      Path tokenFile = folder.resolve("coordinator/admin-token");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokenFile)))
          .isEqualTo("rw-------");
      String token = Files.readString(tokenFile).strip();
      CoordinatorClient client = client(head.authorities(), token);
      startWorker(processes, "first", Optional.of(first.folder()));
      TestCluster.until(client::workers, workers -> !workers.isEmpty());
      String sweep =
          client.submit(Sweeps.yaml(400, 3, "defense: [none, {type: cbd, t1: 1}]")).sweep();

      startWorker(processes, "foreign", Optional.of(foreign.folder()));
      startWorker(processes, "expired", Optional.of(expired.folder()));
      startWorker(processes, "guest", Optional.of(guest.folder()));
      startWorker(processes, "plain", Optional.empty());
      coordinator.awaitText("reason=.*(authority that is not believed|certificate_unknown)");
      coordinator.awaitText("reason=the other side's certificate has expired");
      coordinator.awaitText("reason=its certificate, of .*, lacks the name cbd-node");
      coordinator.awaitText("reason=the other side does not speak TLS");
      assertThat(refused(client)).isGreaterThanOrEqualTo(4);
      List<String> secrets = new ArrayList<>(secrets(token, List.of(head, first)));
      secrets.add(session(head.authorities(), token));

      // Now the whole cluster moves to another authority while the sweep runs.
      next.issue(head, Standing.MEMBER, List.of(), DAYS, Instant.now());
      next.issue(first, Standing.MEMBER, List.of(), DAYS, Instant.now());
      CoordinatorClient both = client(head.authorities(), token);
      startWorker(processes, "second", Optional.of(second.folder()));
      TestCluster.until(both::workers, workers -> workers.size() == 2);
      assertThat(client(folder.resolve("next/ca.pem"), token).sweeps())
          .as("HTTPS shows the new certificate")
          .hasSize(1);
      Views.SweepView end =
          TestCluster.until(() -> both.sweep(sweep), view -> view.done() == view.size());
      assertThat(end.trials()).containsEntry("succeeded", 2L);
      assertThat(both.workers())
          .extracting(Views.WorkerView::id)
          .containsExactlyInAnyOrder("first", "second");

      saysWhyItDoesNotBelieve(processes, tokenFile);
      secrets.addAll(secrets(token, List.of(head, first)));
      tellsNobodyASecret(secrets, both.metrics());
      assertThat(both.metrics())
          .containsPattern("(?m)^cbd_certificate_expiry_timestamp_seconds \\d");
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "CBD_SLOW_TESTS", matches = "true")
  void anotherTakesOverFromALeaderThatIsKilledAndAllOfItIsEncrypted(TestReporter reporter)
      throws Exception {
    CertificateFolder member = issued(authority("ours"), "member", Instant.now());
    try (Processes processes = new Processes(folder);
        SharedCluster cluster = new SharedCluster(processes, "default", 90, Optional.of(member))) {
      cluster.startCoordinators();
      int first = cluster.awaitActive(-1);
      cluster.startWorker("worker-1");
      String sweep = cluster.client().submit(Sweeps.yaml(1000, 60, "repeat: [0]")).sweep();
      cluster.awaitTraining(sweep, 1);
      cluster.awaitWhole();
      long lease = cluster.running(sweep).get(0).lease();

      long killed = System.nanoTime();
      cluster.coordinator(first).signal("KILL");
      int second = cluster.awaitActive(first);
      reporter.publishEntry(
          "seconds until another serves, over TLS",
          Double.toString(SharedCluster.secondsSince(killed)));

      assertThat(cluster.client(second).health().term()).isEqualTo(2);
      TestCluster.until(
          () -> cluster.running(sweep),
          running -> running.stream().anyMatch(attempt -> attempt.lease() == lease));
      int standBy = 3 - first - second;
      assertThat(cluster.client(standBy).health().active()).startsWith("https://");
      cluster.client(standBy).change("/sweeps/" + sweep + "/cancel");
      assertThat(cluster.awaitEnd(sweep).trials()).containsEntry("cancelled", 1L);
    }
  }

  private static double refused(CoordinatorClient client) {
    return client
        .metrics()
        .lines()
        .filter(line -> line.startsWith("cbd_peers_refused_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private void saysWhyItDoesNotBelieve(Processes processes, Path tokenFile) throws Exception {
    String ours = folder.resolve("next/ca.pem").toString();
    Processes.Ended wrong =
        processes.run(
            "sweeps",
            "--coordinator",
            url.toString(),
            "--ca",
            folder.resolve("theirs/ca.pem").toString());
    assertThat(wrong.exit()).isEqualTo(4);
    assertThat(wrong.err()).contains("authority that is not believed here", "--ca FILE or CBD_CA");
    Processes.Ended nobody = processes.run("sweeps", "--coordinator", url.toString(), "--ca", ours);
    assertThat(nobody.exit()).isEqualTo(1);
    assertThat(nobody.err()).contains("asks for a token", "--token-file FILE");
    Processes.Ended audit =
        processes.run(
            "audit",
            "--coordinator",
            url.toString(),
            "--ca",
            ours,
            "--token-file",
            tokenFile.toString());
    assertThat(audit.out()).contains("POST /api/v1/sweeps", "admin", "201");
    String certificates = folder.resolve("head").toString();
    Processes.Ended doctor =
        processes.run("doctor", "--tls", certificates, "--coordinator", url.toString());
    assertThat(doctor.out())
        .contains("certificate: good until ")
        .contains("within 2 s of the coordinator's");
    assertThat(processes.run("doctor", "--coordinator", url.toString()).out())
        .contains("is not believed", "Give --tls DIR");
  }

  /** The token's secret, and of each key that is in use now as much as tells it from others. */
  private static List<String> secrets(String token, List<CertificateFolder> members)
      throws IOException {
    List<String> secrets = new ArrayList<>(List.of(Token.parse(token).orElseThrow().secret()));
    for (CertificateFolder member : members) {
      secrets.add(Files.readAllLines(member.key()).get(1));
    }
    return secrets;
  }

  /** Begins a web session as the page does; its secret. */
  private String session(Path authorities, String token) throws IOException, InterruptedException {
    HttpRequest login =
        HttpRequest.newBuilder(url.resolve("/api/v1/session"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .headers("Authorization", "Bearer " + token, "Cbd-Page", "1")
            .build();
    HttpResponse<String> answer =
        HttpClient.newBuilder()
            .sslContext(Tls.believing(authorities))
            .build()
            .send(login, HttpResponse.BodyHandlers.ofString());
    String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
    String secret = cookie.replaceFirst("^cbd-session=([^;]+);.*", "$1");
    assertThat(secret).isNotEqualTo(cookie).hasSizeGreaterThan(20);
    return secret;
  }

  /** In all that the processes wrote to the disk, logs, outputs and the store, and in numbers. */
  private void tellsNobodyASecret(List<String> secrets, String metrics) throws IOException {
    assertThat(secrets).noneMatch(metrics::contains);
    List<Path> written =
        await()
            .atMost(Duration.ofMinutes(1))
            .ignoreExceptionsInstanceOf(UncheckedIOException.class)
            .until(this::files, files -> !files.isEmpty());
    for (Path file : written) {
      String name = String.valueOf(file.getFileName());
      if (!name.equals("admin-token") && !name.endsWith("-key.pem")) {
        String text = read(file);
        assertThat(secrets).as("%s tells no secret", file).noneMatch(text::contains);
      }
    }
  }

  /** Fails where a file goes meanwhile: workers try their disks with small ones now and then. */
  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static String read(Path file) throws IOException {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return ""; // It has gone since it was listed.
    }
  }

  @Test
  void refusesPlainTextBeyondLoopbackAndSaysBothWays() throws Exception {
    try (Processes processes = new Processes(folder)) {
      Processes.Ended refused = processes.run("coordinator", "--host", "192.0.2.1");
      assertThat(refused.exit()).isEqualTo(2);
      assertThat(refused.err()).contains("in plain text", "--tls DIR", "add --insecure");
      await().until(() -> processes.survivors().isEmpty());
    }
  }
}
