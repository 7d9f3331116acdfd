package cbd.worker;

import cbd.cli.Main;
import cbd.worker.cli.CbdCommand;
import java.time.InstantSource;

/** The program of a worker. */
public final class WorkerMain {
  private WorkerMain() {}

  public static void main(String[] args) {
    // Read once by the JDK's HTTP server; without it a scraper's second request waits 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    Main.exitWith(() -> CbdCommand.execute(InstantSource.system(), args));
  }
}
