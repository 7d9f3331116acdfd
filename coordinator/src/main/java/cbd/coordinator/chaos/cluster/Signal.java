package cbd.coordinator.chaos.cluster;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** What one process can be told without its consent. */
public enum Signal {
  /** Ends it at once. */
  KILL,
  /** Asks it to end. */
  TERM,
  /** Halts it where it is. */
  STOP,
  /** Lets it go on. */
  CONT,
  /** What a native crash sends. */
  SEGV;

  private static final int SECONDS = 10;

  /**
   * Sends it. One that has ended in the meantime is no error.
   *
   * @throws IOException when nothing can be sent on this machine
   */
  public void send(ProcessHandle process) throws IOException, InterruptedException {
    if (!process.isAlive()) {
      return;
    }
    Process kill =
        new ProcessBuilder("sh", "-c", "kill -" + name() + " " + process.pid())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!kill.waitFor(SECONDS, TimeUnit.SECONDS)) {
      kill.destroyForcibly();
      throw new IOException("kill -" + name() + " " + process.pid() + " did not return");
    }
  }
}
