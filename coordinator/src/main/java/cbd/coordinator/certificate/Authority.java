package cbd.coordinator.certificate;

import cbd.disk.SecretFile;
import cbd.disk.TextFile;
import cbd.tls.CertificateFolder;
import cbd.tls.Pem;
import cbd.tls.TlsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The authority of one cluster: a certificate that members believe, and the key that signs theirs.
 * Keys are of the curve P-256 and are made where they are used; what is signed is valid from five
 * minutes ago, for machines whose clocks are a little late.
 */
public final class Authority {
  private static final String CERTIFICATE = "ca.pem";
  private static final String KEY = "ca-key.pem";

  private final X509Certificate certificate;
  private final PrivateKey key;

  private Authority(X509Certificate certificate, PrivateKey key) {
    this.certificate = certificate;
    this.key = key;
  }

  /**
   * Makes a new authority and keeps it in a folder.
   *
   * @param name of the cluster, for people
   * @throws TlsException when one is there already, or the folder cannot be written
   */
  public static Authority create(Path folder, String name, Duration valid, Instant now) {
    if (Files.exists(folder.resolve(KEY))) {
      throw new TlsException(
          folder.resolve(KEY)
              + " is there already: whoever replaces it shuts out all who have certificates of it."
              + " Name another folder for a second authority.");
    }
    KeyPair pair = pair();
    X509Certificate certificate = Certificates.authority(name, pair, now, valid);
    try {
      Files.createDirectories(folder);
      SecretFile.write(folder.resolve(KEY), Certificates.text(pair.getPrivate()));
      TextFile.write(folder.resolve(CERTIFICATE), Certificates.text(List.of(certificate)));
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
    return new Authority(certificate, pair.getPrivate());
  }

  /**
   * The authority of a folder.
   *
   * @throws TlsException when there is none
   */
  public static Authority open(Path folder) {
    if (!Files.exists(folder.resolve(KEY))) {
      throw new TlsException(
          "there is no authority in " + folder + "; `cbd certs ca " + folder + "` makes one");
    }
    return new Authority(
        Pem.certificates(folder.resolve(CERTIFICATE)).get(0), Pem.key(folder.resolve(KEY)));
  }

  /** What members believe. */
  public X509Certificate certificate() {
    return certificate;
  }

  /**
   * Makes or replaces a certificate and key. Its folder's authorities are kept, and this one is
   * added where it is new. The key is written first: until the certificate follows, members that
   * read the folder go on with what they have.
   *
   * @param standing what it lets its owner be
   * @param hosts names and addresses of its machine; to a member's, {@code localhost} and 127.0.0.1
   *     are added, and a guest without any can be no server
   * @return the certificate
   * @throws TlsException when the folder cannot be written, or this authority ends too soon
   */
  public X509Certificate issue(
      CertificateFolder member,
      Standing standing,
      List<String> hosts,
      Duration valid,
      Instant now) {
    Instant end = now.plus(valid);
    if (end.isAfter(certificate.getNotAfter().toInstant())) {
      throw new TlsException(
          "the certificate would be valid until "
              + end
              + ", but the authority itself ends at "
              + certificate.getNotAfter().toInstant()
              + "; give fewer --days, or make a new authority");
    }
    KeyPair pair = pair();
    X509Certificate issued =
        Certificates.machine(certificate, key, pair.getPublic(), standing.names(hosts), now, valid);
    try {
      Files.createDirectories(member.folder());
      TextFile.write(member.authorities(), Certificates.text(believed(member)));
      SecretFile.write(member.key(), Certificates.text(pair.getPrivate()));
      TextFile.write(member.certificate(), Certificates.text(List.of(issued)));
    } catch (IOException e) {
      throw unwritable(member.folder(), e);
    }
    return issued;
  }

  private List<X509Certificate> believed(CertificateFolder member) {
    List<X509Certificate> believed =
        new ArrayList<>(
            Files.exists(member.authorities())
                ? Pem.certificates(member.authorities())
                : List.of());
    if (!believed.contains(certificate)) {
      believed.add(certificate);
    }
    return believed;
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has the curve P-256", e);
    }
  }

  private static TlsException unwritable(Path folder, IOException e) {
    return new TlsException(folder + " cannot be written: " + e, e);
  }
}
