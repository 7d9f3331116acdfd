package cbd.coordinator.certificate;

import cbd.tls.CertificateFolder;
import cbd.tls.CertificateNames;
import java.security.cert.X509Certificate;
import java.util.List;

/** What a certificate lets its owner be. */
public enum Standing {
  /** A coordinator or worker. */
  MEMBER,
  /** Somebody who looks: Prometheus, at a worker's numbers. */
  GUEST;

  /** The names that say so in a certificate. */
  List<String> names() {
    return this == MEMBER ? List.of(CertificateFolder.MEMBER) : List.of();
  }

  /** Of an existing certificate. */
  public static Standing of(X509Certificate certificate) {
    return CertificateNames.of(certificate).containsAll(MEMBER.names()) ? MEMBER : GUEST;
  }
}
