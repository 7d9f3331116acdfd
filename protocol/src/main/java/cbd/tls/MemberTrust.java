package cbd.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes a server that is a member of the cluster, wherever it is: members find each other in the
 * store, and in Kubernetes have addresses that no certificate can name in advance.
 */
final class MemberTrust extends X509ExtendedTrustManager {
  private static final X509Certificate[] NONE = {};

  private final IdentityOnDisk identity;

  MemberTrust(IdentityOnDisk identity) {
    this.identity = identity;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    identity.trust().checkServerTrusted(chain, type);
    if (!CertificateNames.of(chain[0]).contains(CertificateFolder.MEMBER)) {
      throw new CertificateException("the certificate lacks the name " + CertificateFolder.MEMBER);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("this is the side that calls");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return NONE;
  }
}
