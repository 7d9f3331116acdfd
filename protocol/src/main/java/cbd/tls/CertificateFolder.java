package cbd.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * What one member of a cluster keeps of the cluster's certificates: {@code ca.pem}, the authorities
 * it believes, {@code node.pem}, what it shows to others, and {@code node-key.pem}, with which it
 * proves that this is its own.
 */
public record CertificateFolder(Path folder) {
  /** The name that every member's certificate carries, besides those of its machine. */
  public static final String MEMBER = "cbd-node";

  /** The authorities, one or more: a new one is added before the old one goes. */
  public Path authorities() {
    return folder.resolve("ca.pem");
  }

  /** The certificate. */
  public Path certificate() {
    return folder.resolve("node.pem");
  }

  /** Its private key. */
  public Path key() {
    return folder.resolve("node-key.pem");
  }

  /**
   * Reads what is there now.
   *
   * @throws TlsException when something is missing, unreadable or does not belong together
   */
  public Identity read() {
    if (!Files.isDirectory(folder)) {
      throw new TlsException(
          "there is no folder "
              + folder
              + "; `cbd certs ca` and then `cbd certs node` make one with certificates");
    }
    return new Identity(
        Pem.certificates(authorities()), Pem.certificates(certificate()), Pem.key(key()));
  }

  /** Changes when a file is replaced; costs three looks at the file system. */
  List<String> stamp() {
    return List.of(stamp(authorities()), stamp(certificate()), stamp(key()));
  }

  private static String stamp(Path file) {
    try {
      BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
      return facts.lastModifiedTime() + " " + facts.size() + " " + facts.fileKey();
    } catch (IOException e) {
      return "away";
    }
  }
}
