package cbd.coordinator.certificate;

import cbd.tls.CertificateFolder;
import cbd.tls.CertificateNames;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a certificate lets its owner be. */
public enum Standing {
  /** A coordinator or worker. */
  MEMBER,
  /**
   * Somebody who looks, Prometheus at a worker's numbers, or, under a host's name, another server
   * such as the database.
   */
  GUEST;

  /**
   * The names in a certificate: those that say so, and hosts. A member can be asked on its own
   * machine; a guest that could be so might be taken for a coordinator there.
   */
  List<String> names(List<String> hosts) {
    Set<String> names = new LinkedHashSet<>();
    if (this == MEMBER) {
      names.add(CertificateFolder.MEMBER);
    }
    names.addAll(hosts);
    if (this == MEMBER) {
      names.addAll(List.of("localhost", "127.0.0.1"));
    }
    return List.copyOf(names);
  }

  /** Of an existing certificate. */
  public static Standing of(X509Certificate certificate) {
    return CertificateNames.of(certificate).contains(CertificateFolder.MEMBER) ? MEMBER : GUEST;
  }
}
