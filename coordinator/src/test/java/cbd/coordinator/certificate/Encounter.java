package cbd.coordinator.certificate;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Two engines that shake hands without a network between them. */
final class Encounter {
  private static final int ROOM = 1 << 17;
  private static final int TURNS = 100;

  private final SSLEngine calling;
  private final SSLEngine called;
  private final ByteBuffer toCalled = ByteBuffer.allocate(ROOM);
  private final ByteBuffer toCalling = ByteBuffer.allocate(ROOM);

  Encounter(SSLEngine calling, SSLEngine called) {
    this.calling = calling;
    this.called = called;
  }

  /**
   * Shakes hands.
   *
   * @throws SSLException when either side refuses
   */
  void meet() throws SSLException {
    calling.beginHandshake();
    called.beginHandshake();
    for (int turn = 0; turn < TURNS; turn++) {
      step(calling, toCalling, toCalled);
      step(called, toCalled, toCalling);
      if (isDone(calling) && isDone(called)) {
        return;
      }
    }
    throw new AssertionError("they never come to an end");
  }

  private static boolean isDone(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
  }

  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    HandshakeStatus status = engine.getHandshakeStatus();
    if (status == HandshakeStatus.NEED_TASK) {
      for (Runnable task = engine.getDelegatedTask(); task != null; ) {
        task.run();
        task = engine.getDelegatedTask();
      }
    } else if (status == HandshakeStatus.NEED_WRAP) {
      engine.wrap(ByteBuffer.allocate(0), out);
    } else if (status == HandshakeStatus.NEED_UNWRAP) {
      in.flip();
      SSLEngineResult result = engine.unwrap(in, ByteBuffer.allocate(ROOM));
      in.compact();
      if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
        throw new SSLException("closed");
      }
    }
  }
}
