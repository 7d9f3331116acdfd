package cbd.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whom a member believes and what it shows.
 *
 * @param authorities at least one
 * @param chain the member's own certificate first
 * @param key of the first certificate
 */
public record Identity(
    List<X509Certificate> authorities, List<X509Certificate> chain, PrivateKey key) {
  /**
   * Checks that they belong together.
   *
   * @throws TlsException when the key is not that of the certificate
   */
  public Identity {
    authorities = List.copyOf(authorities);
    chain = List.copyOf(chain);
    if (!belongs(chain.get(0), key)) {
      throw new TlsException(
          "the private key does not belong to the certificate of "
              + chain.get(0).getSubjectX500Principal());
    }
  }

  private static boolean belongs(X509Certificate certificate, PrivateKey key) {
    String kind = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    byte[] challenge = {1, 2, 3};
    try {
      Signature signing = Signature.getInstance(kind);
      signing.initSign(key);
      signing.update(challenge);
      byte[] signature = signing.sign();
      signing.initVerify(certificate.getPublicKey());
      signing.update(challenge);
      return signing.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // A key of another kind.
    }
  }

  /** After this nobody believes the certificate any more. */
  public Instant expires() {
    return chain.get(0).getNotAfter().toInstant();
  }

  /** Why nobody who believes the same authorities believes this member; empty when they do. */
  public Optional<String> flaw() {
    try {
      trust().checkServerTrusted(chain.toArray(X509Certificate[]::new), "UNKNOWN");
      return Optional.empty();
    } catch (CertificateException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  X509ExtendedKeyManager keys() {
    try {
      KeyStore store = empty();
      char[] none = UUID.randomUUID().toString().toCharArray(); // Of a store in memory only.
      store.setKeyEntry("own", key, none, chain.toArray(X509Certificate[]::new));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, none);
      return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    } catch (GeneralSecurityException e) {
      throw new TlsException("the private key cannot be used: " + e.getMessage(), e);
    }
  }

  X509ExtendedTrustManager trust() {
    return trust(authorities);
  }

  static X509ExtendedTrustManager trust(List<X509Certificate> authorities) {
    try {
      KeyStore store = empty();
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry("authority-" + i, authorities.get(i));
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException e) {
      throw new TlsException("the authorities cannot be used: " + e.getMessage(), e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (java.io.IOException e) {
      throw new IllegalStateException("an empty key store reads nothing", e);
    }
  }
}
