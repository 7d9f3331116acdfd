package cbd.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.certificate.Authority;
import cbd.coordinator.certificate.Standing;
import cbd.tls.CertificateFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertsCommandTest {
  @TempDir private Path folder;

  private String in(String name) {
    return folder.resolve(name).toString();
  }

  private Shell run(int exit, String... words) {
    Shell shell = new Shell();
    assertThat(shell.run(words)).as(String.join(" ", words)).isEqualTo(exit);
    return shell;
  }

  @Test
  void goesFromNothingToARenewedCertificate() {
    run(0, "certs", "ca", in("ca"), "--name", "lab");
    run(0, "certs", "node", in("gpu-1"), "--ca", in("ca"), "--host", "10.0.0.7", "--days", "20");
    assertThat(run(0, "certs", "show", in("gpu-1")).out())
        .contains("ca.pem", "cbd authority of lab", "node.pem", "10.0.0.7", "renew now: 19 days");
    run(0, "certs", "renew", in("gpu-1"), "--ca", in("ca"));
    assertThat(run(0, "certs", "show", in("gpu-1")).out()).contains("10.0.0.7", "364 days left");
  }

  @Test
  void aGuestStaysAGuestWhenItIsRenewed() {
    run(0, "certs", "ca", in("ca"));
    run(0, "certs", "node", in("prometheus"), "--ca", in("ca"), "--guest");
    assertThat(run(0, "certs", "show", in("prometheus")).out()).doesNotContain("cbd-node");
    run(0, "certs", "renew", in("prometheus"), "--ca", in("ca"));
    assertThat(run(0, "certs", "show", in("prometheus")).out())
        .doesNotContain("cbd-node", "localhost");
    run(0, "certs", "node", in("gpu-1"), "--ca", in("ca"));
    assertThat(run(0, "certs", "show", in("gpu-1")).out()).contains("cbd-node");
  }

  @Test
  void tellsOfACertificateThatHasExpired() {
    Duration day = Duration.ofDays(1);
    Authority.create(
            folder.resolve("ca"), "lab", day.multipliedBy(9), InstantSource.system().instant())
        .issue(
            new CertificateFolder(folder.resolve("old")),
            Standing.MEMBER,
            List.of(),
            day,
            InstantSource.system().instant().minus(day.multipliedBy(2)));
    assertThat(run(1, "certs", "show", in("old")).out()).contains("EXPIRED");
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(run(1, "certs", "node", in("n"), "--ca", in("none")).err())
        .contains("there is no authority in", "cbd certs ca");
    run(0, "certs", "ca", in("ca"));
    assertThat(run(1, "certs", "ca", in("ca")).err()).contains("is there already");
    assertThat(run(2, "certs", "node", in("n"), "--ca", in("ca"), "--host", "a b").err())
        .contains("--host must be a name or address");
    assertThat(run(2, "certs", "node", in("n"), "--ca", in("ca"), "--days", "0").err())
        .contains("--days must be between 1 and 3650, but was 0");
    assertThat(run(1, "certs", "show", in("n")).err()).contains("there is no ", "ca.pem");
  }
}
