package cbd.cli;

/** The program of {@code cbd completion}; the jars of all others are on its class path. */
public final class CompletionMain {
  private CompletionMain() {}

  public static void main(String[] args) {
    // Each program has its own settings of the log, and of two on one class path logback would
    // complain on stdout, which a shell reads here.
    System.setProperty(
        "logback.statusListenerClass", "ch.qos.logback.core.status.NopStatusListener");
    Main.exitWith(() -> Programs.all().execute(args));
  }
}
