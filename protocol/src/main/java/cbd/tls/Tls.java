package cbd.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The encrypted connections of one member: with other members, where both sides must show a
 * certificate of the cluster's authority, and with people, where the server alone shows one.
 *
 * <p>All of them use the files as they are at their handshake, so that replaced files need no
 * restart: new connections follow within {@link #RESUMED_SECONDS} and five, standing ones keep what
 * they began with. Thread-safe.
 */
public final class Tls {
  private static final Logger log = LoggerFactory.getLogger(Tls.class);

  /** How long a session may be taken up again without its certificates being looked at. */
  static final int RESUMED_SECONDS = 30;

  /** Between members: one version, in which whoever is refused learns it within the handshake. */
  private static final String[] MEMBER_VERSIONS = {"TLSv1.2"};

  /** Forward secret and authenticated, for keys of an elliptic curve and RSA. */
  private static final String[] MEMBER_CIPHERS = {
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
  };

  private final IdentityOnDisk identity;
  private final SSLContext context;
  private final SSLContext toMembers;
  private final Refusals refusals;
  private final LogPace pace;

  private Tls(
      IdentityOnDisk identity,
      SSLContext context,
      SSLContext toMembers,
      Refusals refusals,
      LogPace pace) {
    this.identity = identity;
    this.context = context;
    this.toMembers = toMembers;
    this.refusals = refusals;
    this.pace = pace;
  }

  /**
   * Reads a folder of certificates.
   *
   * @param nanoTime the clock that says when to look at the files again
   * @throws TlsException when they cannot be used
   */
  public static Tls of(Path folder, LongSupplier nanoTime, Refusals refusals) {
    IdentityOnDisk identity = new IdentityOnDisk(new CertificateFolder(folder), nanoTime);
    SSLContext context =
        context(new KeyManager[] {new CurrentKeys(identity)}, new CurrentTrust(identity));
    context.getServerSessionContext().setSessionTimeout(RESUMED_SECONDS);
    context.getClientSessionContext().setSessionTimeout(RESUMED_SECONDS);
    SSLContext toMembers = context(new KeyManager[0], new MemberTrust(identity));
    toMembers.getClientSessionContext().setSessionTimeout(RESUMED_SECONDS);
    return new Tls(identity, context, toMembers, refusals, new LogPace(nanoTime));
  }

  /**
   * For somebody who shows nothing and believes these authorities alone.
   *
   * @throws TlsException when the file holds no certificate
   */
  public static SSLContext believing(Path authorities) {
    return context(new KeyManager[0], Identity.trust(Pem.certificates(authorities)));
  }

  private static SSLContext context(KeyManager[] keys, X509ExtendedTrustManager trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new TlsException("this Java makes no TLS connections: " + e.getMessage(), e);
    }
  }

  /** Until when others believe what this member shows now; follows the files. */
  public Instant expires() {
    return identity.expires();
  }

  /** For asking another member what people ask it, at whatever address it is. */
  public SSLContext toMembers() {
    return toMembers;
  }

  /** For a server of people. */
  public SSLContext context() {
    return context;
  }

  /** For the side of a connection between members that was called. */
  public SSLEngine called() {
    SSLEngine engine = member(context.createSSLEngine(), false);
    engine.setNeedClientAuth(true);
    return engine;
  }

  /** For the side that calls. */
  public SSLEngine calling(String host, int port) {
    return member(context.createSSLEngine(host, port), true);
  }

  /**
   * Shakes hands with a member, and says no more.
   *
   * @param connected to it, with a limit on how long a reading may take
   * @return why it fails or the other side is no member, in a clause; empty when all is well
   */
  public Optional<String> greet(Socket connected, String host, int port) {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(connected, host, port, true)) {
      socket.setEnabledProtocols(MEMBER_VERSIONS);
      socket.setEnabledCipherSuites(MEMBER_CIPHERS);
      socket.startHandshake();
      return stranger(socket.getSession());
    } catch (SSLException e) {
      return Optional.of(Handshakes.words(e));
    } catch (IOException e) {
      return Optional.of("the other side breaks off the handshake (" + e.getMessage() + ")");
    }
  }

  private SSLEngine member(SSLEngine plain, boolean client) {
    plain.setUseClientMode(client);
    plain.setEnabledProtocols(MEMBER_VERSIONS);
    plain.setEnabledCipherSuites(MEMBER_CIPHERS);
    return new WatchedEngine(plain, refusals, pace);
  }

  /**
   * Why the other side is no member of this cluster, although its certificate is of the right
   * authority; empty when it is one.
   */
  public Optional<String> stranger(SSLSession session) {
    try {
      X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
      if (CertificateNames.of(certificate).contains(CertificateFolder.MEMBER)) {
        return Optional.empty();
      }
      String why =
          "its certificate, of "
              + certificate.getSubjectX500Principal()
              + ", lacks the name "
              + CertificateFolder.MEMBER;
      pace.line(
          why,
          leftOut ->
              log.warn("A peer is no member of this cluster. reason={} leftOut={}", why, leftOut));
      refusals.refused(why);
      return Optional.of(why);
    } catch (SSLPeerUnverifiedException e) {
      return Optional.of("it shows no certificate that can be read");
    }
  }
}
