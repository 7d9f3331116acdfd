package cbd.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and keys as text (RFC 7468). A private key is taken in PKCS #8 without a password,
 * of an elliptic curve or RSA, and only from a file that is not open to everybody; its group may
 * read it, as Kubernetes has its secrets.
 */
public final class Pem {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Pem() {}

  /**
   * All certificates of a file, in their order; at least one.
   *
   * @throws TlsException when there is none, or the file cannot be read
   */
  public static List<X509Certificate> certificates(Path file) {
    try {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw new TlsException(file + " holds no certificate");
      }
      return found;
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (CertificateException e) {
      throw new TlsException(file + " holds no certificate that can be read: " + e.getMessage(), e);
    }
  }

  /**
   * The one private key of a file.
   *
   * @throws TlsException when there is none, when everybody can read it, or it cannot be read
   */
  public static PrivateKey key(Path file) {
    try {
      refuseOpen(file);
      Matcher block = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
      if (!block.find()) {
        throw new TlsException(
            file + " holds no private key in PKCS #8, which begins with BEGIN PRIVATE KEY");
      }
      return key(Base64.getMimeDecoder().decode(block.group(1)), file);
    } catch (IllegalArgumentException e) {
      throw new TlsException(file + " is cut short or damaged: " + e.getMessage(), e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static PrivateKey key(byte[] der, Path file) {
    for (String kind : List.of("EC", "RSA")) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException e) {
        // Of the other kind, or said below.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK knows " + kind, e);
      }
    }
    throw new TlsException(file + " holds no private key of an elliptic curve or RSA");
  }

  /**
   * Insists that not everybody can read a file that holds a secret, and its owner alone write it.
   *
   * @throws TlsException when others can
   */
  public static void refuseOpen(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Set<PosixFilePermission> open = Files.getPosixFilePermissions(file);
    open.retainAll(OTHERS);
    if (!open.isEmpty()) {
      throw new TlsException(
          file + " holds a secret that everybody on this machine can read; chmod 600 " + file);
    }
  }

  /**
   * A block of text.
   *
   * @param label such as {@code CERTIFICATE} or {@code PRIVATE KEY}
   */
  public static String text(String label, byte[] der) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(label, LINES.encodeToString(der), label)
        .replace("\r\n", "\n");
  }

  private static TlsException unreadable(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new TlsException("there is no " + file, e);
    }
    if (e instanceof AccessDeniedException) {
      String user = System.getProperty("user.name");
      return new TlsException(
          "the user %s may not read %s; chown %s %s".formatted(user, file, user, file), e);
    }
    return new TlsException(file + " cannot be read: " + e.getMessage(), e);
  }
}
