package cbd.coordinator.notice;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.disk.SecretFile;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cbd notify --test} with servers whose certificate Java is told to trust, or is not. */
class TrustedServersTest {
  private static final String PASSWORD = "changeit";
  private static final String FILE = "greenmail.tls.keystore.file";
  private static final String FILE_PASSWORD = "greenmail.tls.keystore.password";

  @TempDir private Path folder;
  private Path keys;

  @BeforeEach
  void makeACertificate() throws IOException, InterruptedException {
    keys = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "here",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor())
        .as(new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isZero();
  }

  private HttpsServer hook() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private GreenMail mail() {
    System.setProperty(FILE, keys.toString());
    System.setProperty(FILE_PASSWORD, PASSWORD);
    try {
      ServerSetup setup = new ServerSetup(0, "127.0.0.1", "smtps");
      setup.setServerStartupTimeout(Duration.ofMinutes(1).toMillis());
      GreenMail server = new GreenMail(setup);
      server.start();
      return server;
    } finally {
      System.clearProperty(FILE);
      System.clearProperty(FILE_PASSWORD);
    }
  }

  /** The exit code and what was printed. */
  private String test(Path file, String... javaOptions) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(javaOptions));
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("cbd.coordinator.CoordinatorMain", "notify", "--test", file.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + "\n" + out;
  }

  @Test
  void sendsToServersThatAreTrustedAndToNoOthers() throws Exception {
    HttpsServer hook = hook();
    GreenMail mail = mail();
    try {
      Path key = folder.resolve("key");
      SecretFile.write(key, Receiver.KEY);
      Path file =
          Files.writeString(
              folder.resolve("notify.yaml"),
              """
              channels:
                - {type: webhook, name: chat, url: "https://localhost:%d/", secretFile: "%s"}
                - {type: e-mail, name: people, host: localhost, port: %d, security: tls,
                   from: "a@b.org", to: ["c@d.org"]}
              """
                  .formatted(hook.getAddress().getPort(), key, mail.getSmtps().getPort()));

      String trusted =
          test(
              file,
              "-Djavax.net.ssl.trustStore=" + keys,
              "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
      assertThat(trusted)
          .startsWith("0\n")
          .contains("taken: https://localhost:", "answered with 200", "took it for c@d.org");
      assertThat(mail.getReceivedMessages()).hasSize(1);

      String strange = test(file);
      assertThat(strange).startsWith("1\n").doesNotContain(" taken: ", Receiver.KEY);
      assertThat(strange.lines().filter(line -> line.contains("NOT TAKEN: "))).hasSize(2);
      assertThat(mail.getReceivedMessages()).hasSize(1);
    } finally {
      hook.stop(0);
      mail.stop();
    }
  }
}
