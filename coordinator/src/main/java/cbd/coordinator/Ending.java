package cbd.coordinator;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a coordinator in good order when the process is told to, in any of the ways there are. */
final class Ending {
  private static final Logger log = LoggerFactory.getLogger(Ending.class);
  private static final int CLOSE_SECONDS = 30;

  private final CountDownLatch closed = new CountDownLatch(1);

  private Ending() {}

  /**
   * Runs the coordinator to its end and closes it; the exit code.
   *
   * @param withStdin whether the end of stdin is a reason to stop: whoever started us holds the
   *     other end, and when it dies, however it dies, we go as well
   */
  static int of(CoordinatorProcess process, boolean withStdin) {
    Ending ending = new Ending();
    Thread hook = new Thread(() -> ending.onSignal(process), "cbd-signal");
    Runtime.getRuntime().addShutdownHook(hook);
    if (withStdin) {
      watchStdin(process);
    }
    int code = process.await();
    process.close();
    log.info("Coordinator has stopped: exitCode={}", code);
    ending.closed.countDown();
    return code;
  }

  /** Without the last line the JVM would say 143, as if it had been killed. */
  private void onSignal(CoordinatorProcess process) {
    if (closed.getCount() == 0) {
      return;
    }
    process.stop();
    try {
      if (!closed.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        log.warn("Not everything was closed: waitedSeconds={}", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      log.debug("Interrupted while closing.", e);
    }
    Runtime.getRuntime().halt(CoordinatorProcess.STOPPED);
  }

  private static void watchStdin(CoordinatorProcess process) {
    Thread watcher =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // What is said does not matter.
                }
              } catch (IOException e) {
                log.debug("stdin broke.", e);
              }
              log.info("Coordinator stops: stdin was closed by whoever started it.");
              process.stop();
            },
            "cbd-stdin");
    watcher.setDaemon(true);
    watcher.start();
  }
}
