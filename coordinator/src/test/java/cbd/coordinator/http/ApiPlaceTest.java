package cbd.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.certificate.Authority;
import cbd.coordinator.certificate.Standing;
import cbd.tls.CertificateFolder;
import cbd.tls.Refusals;
import cbd.tls.Tls;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiPlaceTest {
  @TempDir private Path folder;

  @Test
  void insistsOnTokensWhereOtherMachinesReachItAndAPersonDidNotWaiveThem()
      throws UnknownHostException {
    Authority.create(
            folder.resolve("ca"), "test", Duration.ofDays(9), InstantSource.system().instant())
        .issue(
            new CertificateFolder(folder),
            Standing.MEMBER,
            List.of(),
            Duration.ofDays(1),
            InstantSource.system().instant());
    Optional<Tls> tls = Optional.of(Tls.of(folder, System::nanoTime, Refusals.UNCOUNTED));
    InetAddress far = InetAddress.getByName("192.0.2.1");
    InetAddress near = InetAddress.getLoopbackAddress();

    assertThat(place(far, tls).insistsOnTokens()).isTrue();
    assertThat(place(near, tls).insistsOnTokens()).isFalse();
    assertThat(place(far, Optional.empty()).insistsOnTokens()).isFalse();
    assertThat(place(far, tls).scheme()).isEqualTo("https");
    InetAddress everywhere = InetAddress.getByName("0.0.0.0");
    assertThat(new ApiPlace(near, everywhere, 0, List.of(), tls, Limits.DEFAULT).insistsOnTokens())
        .isTrue();
  }

  private static ApiPlace place(InetAddress host, Optional<Tls> tls) {
    return new ApiPlace(host, host, 0, List.of(), tls, Limits.DEFAULT);
  }
}
