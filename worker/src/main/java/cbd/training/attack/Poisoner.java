package cbd.training.attack;

/** Stamps one attack's trigger into images of one size. Immutable and thread-safe. */
public interface Poisoner {

  /**
   * Stamps the trigger into one image, in place.
   *
   * @param image uint8, [3][height][width]
   */
  void stamp(byte[] image);
}
