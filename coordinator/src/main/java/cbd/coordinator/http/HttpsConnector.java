package cbd.coordinator.http;

import cbd.tls.Handshakes;
import cbd.tls.LogPace;
import cbd.tls.Tls;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jetty's port for HTTPS. The certificate is looked up at every handshake by {@link Tls}, so that
 * nothing here is loaded again when it is replaced.
 */
final class HttpsConnector {
  private static final Logger log = LoggerFactory.getLogger(HttpsConnector.class);

  private HttpsConnector() {}

  static Connector of(Server server, HttpConfiguration http, ApiPlace place, Tls tls) {
    HttpConfiguration secure = new HttpConfiguration(http);
    // People may come by an address that is not the first name of the certificate.
    secure.addCustomizer(new SecureRequestCustomizer(false));
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setSslContext(tls.context());
    context.setRenegotiationAllowed(false);
    context.setIncludeProtocols("TLSv1.2", "TLSv1.3");
    ServerConnector connector =
        new ServerConnector(
            server,
            new SslConnectionFactory(context, "http/1.1"),
            new HttpConnectionFactory(secure));
    connector.setHost(place.bound().getHostAddress());
    connector.setPort(place.port());
    LogPace pace = new LogPace(System::nanoTime);
    connector.addBean(
        new SslHandshakeListener() {
          @Override
          public void handshakeFailed(Event event, Throwable failure) {
            String why = Handshakes.words(failure);
            pace.line(why, leftOut -> tell(event.getSSLEngine(), why, leftOut));
          }
        });
    return connector;
  }

  private static void tell(SSLEngine engine, String why, long leftOut) {
    log.info(
        "No encrypted connection with a client. address={} reason={} leftOut={}",
        engine.getPeerHost(),
        why,
        leftOut);
  }
}
