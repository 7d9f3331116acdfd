package cbd.membership;

import akka.remote.artery.tcp.SSLEngineProvider;
import cbd.tls.Tls;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import scala.Option;

/** The cluster's connections: both sides show that they are members, or there is none. */
final class MemberEngines implements SSLEngineProvider {
  private final Tls tls;

  MemberEngines(Tls tls) {
    this.tls = tls;
  }

  @Override
  public SSLEngine createServerSSLEngine(String host, int port) {
    return tls.called();
  }

  @Override
  public SSLEngine createClientSSLEngine(String host, int port) {
    return tls.calling(host, port);
  }

  @Override
  public Option<Throwable> verifyClientSession(String host, SSLSession session) {
    return verify(session);
  }

  @Override
  public Option<Throwable> verifyServerSession(String host, SSLSession session) {
    return verify(session);
  }

  private Option<Throwable> verify(SSLSession session) {
    return Option.apply(tls.stranger(session).map(SSLException::new).orElse(null));
  }
}
