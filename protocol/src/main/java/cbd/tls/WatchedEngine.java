package cbd.tls;

import java.nio.ByteBuffer;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An engine whose failed handshakes are told: Akka closes the connection and says nothing. All else
 * is the engine's own; not thread-safe, as engines are not.
 */
final class WatchedEngine extends SSLEngine {
  private static final Logger log = LoggerFactory.getLogger(WatchedEngine.class);

  private final SSLEngine engine;
  private final Refusals refusals;
  private final LogPace pace;
  private boolean settled;

  WatchedEngine(SSLEngine engine, Refusals refusals, LogPace pace) {
    super(engine.getPeerHost(), engine.getPeerPort());
    this.engine = engine;
    this.refusals = refusals;
    this.pace = pace;
  }

  @Override
  public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer to)
      throws SSLException {
    try {
      return seen(engine.wrap(from, offset, length, to));
    } catch (SSLException e) {
      throw told(e);
    }
  }

  @Override
  public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length)
      throws SSLException {
    try {
      return seen(engine.unwrap(from, to, offset, length));
    } catch (SSLException e) {
      throw told(e);
    }
  }

  private SSLEngineResult seen(SSLEngineResult result) {
    settled |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
    return result;
  }

  private SSLException told(SSLException failure) {
    if (!settled) {
      settled = true;
      String why = Handshakes.words(failure);
      pace.line(why, leftOut -> tell(why, leftOut));
      refusals.refused(why);
    }
    return failure;
  }

  private void tell(String why, long leftOut) {
    log.warn(
        "No encrypted connection with a peer of the cluster. side={} peer={} reason={} leftOut={}",
        engine.getUseClientMode() ? "calling" : "called",
        engine.getPeerHost() == null
            ? "unknown"
            : engine.getPeerHost().toLowerCase(Locale.ROOT) + ":" + engine.getPeerPort(),
        why,
        leftOut);
  }

  @Override
  public void beginHandshake() throws SSLException {
    engine.beginHandshake();
  }

  @Override
  public void closeInbound() throws SSLException {
    engine.closeInbound();
  }

  @Override
  public void closeOutbound() {
    engine.closeOutbound();
  }

  @Override
  public boolean isInboundDone() {
    return engine.isInboundDone();
  }

  @Override
  public boolean isOutboundDone() {
    return engine.isOutboundDone();
  }

  @Override
  public @Nullable Runnable getDelegatedTask() {
    return engine.getDelegatedTask();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return engine.getSupportedCipherSuites();
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return engine.getEnabledCipherSuites();
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {
    engine.setEnabledCipherSuites(suites);
  }

  @Override
  public String[] getSupportedProtocols() {
    return engine.getSupportedProtocols();
  }

  @Override
  public String[] getEnabledProtocols() {
    return engine.getEnabledProtocols();
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {
    engine.setEnabledProtocols(protocols);
  }

  @Override
  public SSLSession getSession() {
    return engine.getSession();
  }

  @Override
  public @Nullable SSLSession getHandshakeSession() {
    return engine.getHandshakeSession();
  }

  @Override
  public HandshakeStatus getHandshakeStatus() {
    return engine.getHandshakeStatus();
  }

  @Override
  public void setUseClientMode(boolean mode) {
    engine.setUseClientMode(mode);
  }

  @Override
  public boolean getUseClientMode() {
    return engine.getUseClientMode();
  }

  @Override
  public void setNeedClientAuth(boolean need) {
    engine.setNeedClientAuth(need);
  }

  @Override
  public boolean getNeedClientAuth() {
    return engine.getNeedClientAuth();
  }

  @Override
  public void setWantClientAuth(boolean want) {
    engine.setWantClientAuth(want);
  }

  @Override
  public boolean getWantClientAuth() {
    return engine.getWantClientAuth();
  }

  @Override
  public void setEnableSessionCreation(boolean flag) {
    engine.setEnableSessionCreation(flag);
  }

  @Override
  public boolean getEnableSessionCreation() {
    return engine.getEnableSessionCreation();
  }

  @Override
  public SSLParameters getSSLParameters() {
    return engine.getSSLParameters();
  }

  @Override
  public void setSSLParameters(SSLParameters parameters) {
    engine.setSSLParameters(parameters);
  }
}
