package cbd.coordinator.cli;

import cbd.tls.CertificateNames;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A certificate in a file, for programs.
 *
 * @param subject whose it is, such as {@code CN=gpu-1}
 * @param validUntil an instant
 * @param names under which others may reach its owner, and what it is good for
 */
record Certified(String file, String subject, String validUntil, List<String> names) {

  static Certified of(Path file, X509Certificate certificate) {
    return new Certified(
        file.toString(),
        certificate.getSubjectX500Principal().getName(),
        certificate.getNotAfter().toInstant().toString(),
        CertificateNames.of(certificate));
  }

  Duration left(Instant now) {
    return Duration.between(now, Instant.parse(validUntil));
  }

  String words() {
    return file + " is valid until " + validUntil;
  }
}
