package cbd.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identity in a folder as it is now: files that were replaced count within five seconds,
 * without a restart. What cannot be used, such as a key whose certificate is still being written,
 * is left alone, and what was read before goes on. Thread-safe.
 */
final class IdentityOnDisk {
  private static final Logger log = LoggerFactory.getLogger(IdentityOnDisk.class);

  /** Between two looks at the files; a handshake costs more than a look, but there are many. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private record Loaded(
      X509ExtendedKeyManager keys, X509ExtendedTrustManager trust, Instant expires) {}

  private final CertificateFolder folder;
  private final LongSupplier nanoTime;
  private List<String> stamp;
  private long looked;
  private Loaded loaded;

  /**
   * Reads it for the first time.
   *
   * @param nanoTime the clock
   * @throws TlsException when it cannot be used
   */
  IdentityOnDisk(CertificateFolder folder, LongSupplier nanoTime) {
    this.folder = folder;
    this.nanoTime = nanoTime;
    stamp = folder.stamp();
    looked = nanoTime.getAsLong();
    loaded = load();
  }

  X509ExtendedKeyManager keys() {
    return now().keys();
  }

  X509ExtendedTrustManager trust() {
    return now().trust();
  }

  Instant expires() {
    return now().expires();
  }

  private synchronized Loaded now() {
    long now = nanoTime.getAsLong();
    if (now - looked >= LOOK_EVERY.toNanos()) {
      looked = now;
      List<String> found = folder.stamp();
      if (!found.equals(stamp)) {
        replace(found);
      }
    }
    return loaded;
  }

  private void replace(List<String> found) {
    try {
      loaded = load();
      stamp = found;
    } catch (TlsException e) {
      log.warn(
          "New certificates cannot be used; the old ones go on. folder={} reason={}",
          folder.folder(),
          e.getMessage());
    }
  }

  private Loaded load() {
    Identity identity = folder.read();
    log.info(
        "Certificates are read. folder={} subject={} expires={} authorities={}",
        folder.folder(),
        identity.chain().get(0).getSubjectX500Principal(),
        identity.expires(),
        identity.authorities().size());
    return new Loaded(identity.keys(), identity.trust(), identity.expires());
  }
}
