package cbd.worker.runner;

/**
 * How long a runner may be silent before it counts as hanging.
 *
 * @param floor seconds that are always allowed
 * @param factor times its own longest silence in the same phase that are allowed
 * @param unknown seconds that are allowed while its pace is unknown
 */
public record Silence(int floor, int factor, int unknown) {
  /** Half a minute, twenty times its slowest, ten minutes for what nobody has seen yet. */
  public static final Silence USUAL = new Silence(30, 20, 600);
}
