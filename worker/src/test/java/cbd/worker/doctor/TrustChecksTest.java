package cbd.worker.doctor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import cbd.tls.CertificateFolder;
import cbd.tls.Refusals;
import cbd.tls.Tls;
import cbd.worker.doctor.Finding.Health;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of a machine's certificates, alone and before a coordinator. */
class TrustChecksTest {
  private static final String HERE = "127.0.0.1";

  @TempDir static Path folder;

  private static CertificateFolder ours;
  private static CertificateFolder theirs;

  @BeforeAll
  static void make() throws Exception {
    ours = new MadeCertificates(folder.resolve("ours")).member("gpu-1");
    theirs = new MadeCertificates(folder.resolve("theirs")).member("head");
  }

  private static Finding certificate(CertificateFolder of) {
    return only(new CertificateCheck(of.folder(), HERE, InstantSource.system()));
  }

  private static Finding only(Check check) {
    List<Finding> found = check.findings();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void aCertificateOfAnotherAuthorityIsIll() throws IOException {
    assertThat(certificate(ours).health()).isEqualTo(Health.DOUBTFUL);
    assertThat(certificate(ours).text()).startsWith("good until ").endsWith(" only");

    CertificateFolder mixed = new CertificateFolder(Files.createDirectory(folder.resolve("mixed")));
    for (Path file : List.of(ours.certificate(), ours.key())) {
      Files.copy(
          file, mixed.folder().resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Files.copy(theirs.authorities(), mixed.authorities());

    assertThat(certificate(mixed).health()).isEqualTo(Health.ILL);
    assertThat(certificate(mixed).text())
        .startsWith("is not one that an authority in ca.pem has signed");
  }

  @Test
  void aCoordinatorOfOurClusterIsKnown() throws Exception {
    Finding found = reach(ours, ours);
    assertThat(found.health()).as(found.text()).isEqualTo(Health.OK);
    assertThat(found.text()).contains("is of our cluster");
  }

  @Test
  void aCoordinatorOfAnotherClusterIsIll() throws Exception {
    Finding found = reach(ours, theirs);
    assertThat(found.health()).isEqualTo(Health.ILL);
    assertThat(found.text())
        .isEqualTo(
            "answers, but the other side's certificate is of an authority that is not believed"
                + " here");
    assertThat(found.advice()).contains("ca.pem");
  }

  @Test
  void aCoordinatorThatDoesNotBelieveUsIsIll() throws Exception {
    CertificateFolder credulous =
        new CertificateFolder(Files.createDirectory(folder.resolve("credulous")));
    for (Path file : List.of(ours.certificate(), ours.key())) {
      Files.copy(
          file, credulous.folder().resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Files.writeString(
        credulous.authorities(),
        Files.readString(ours.authorities()) + Files.readString(theirs.authorities()));

    Finding found = reach(credulous, theirs);
    assertThat(found.health()).as(found.text()).isEqualTo(Health.ILL);
    assertThat(found.text()).startsWith("answers, but the other side ");
  }

  @Test
  void aCoordinatorInPlainTextIsIll() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread plain =
          new Thread(
              () -> {
                try (Socket socket = server.accept()) {
                  socket.getOutputStream().write("this is no TLS at all".getBytes(US_ASCII));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      plain.start();
      Finding found = reach(ours, server.getLocalPort());
      assertThat(found.health()).isEqualTo(Health.ILL);
      assertThat(found.text()).startsWith("answers, but the other side ");
    }
  }

  /** What one member finds when it calls another. */
  private static Finding reach(CertificateFolder calling, CertificateFolder called)
      throws Exception {
    Tls tls = Tls.of(called.folder(), System::nanoTime, Refusals.UNCOUNTED);
    try (SSLServerSocket server =
        (SSLServerSocket)
            tls.context()
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      server.setNeedClientAuth(true);
      Thread answering =
          new Thread(
              () -> {
                try (Socket socket = server.accept()) {
                  assertThat(socket.getInputStream().read()).isEqualTo(-1);
                } catch (IOException e) {
                  // One side refuses; what the caller makes of it is what is looked at.
                }
              });
      answering.start();
      return reach(calling, server.getLocalPort());
    }
  }

  private static Finding reach(CertificateFolder calling, int port) {
    return only(new ReachCheck(HERE, List.of(HERE + ":" + port), calling.folder()));
  }
}
