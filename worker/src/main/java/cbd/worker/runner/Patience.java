package cbd.worker.runner;

import java.time.Duration;

/**
 * How long a runner process is given.
 *
 * @param connect from its start to its first word
 * @param stop from being asked to stop to SIGTERM
 * @param terminate from SIGTERM to SIGKILL
 * @param exit from its last word, or from hanging up, to SIGKILL
 * @param kill from SIGKILL until it counts as one that nothing can end
 * @param silence between two signs of life
 */
public record Patience(
    Duration connect,
    Duration stop,
    Duration terminate,
    Duration exit,
    Duration kill,
    Silence silence) {
  /** A JVM takes half a second to say hello, on a machine that swaps perhaps half a minute. */
  public static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(90),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Silence.USUAL);

  /** The usual silence, and time to die. */
  public Patience(Duration connect, Duration stop, Duration terminate, Duration exit) {
    this(connect, stop, terminate, exit, Duration.ofSeconds(30), Silence.USUAL);
  }
}
