package cbd.training.picture;

import java.util.List;

/**
 * The change of images times a gain around grey, so that it can be seen.
 *
 * @param gain 1 to 255
 */
public record AmplifiedChange(int gain) {
  private static final int NO_CHANGE = 128;

  /** The largest hundredth of the changes may be cut off. */
  private static final double SHOWN_WHOLE = 0.99;

  /** An image before and after, uint8, of the same length. */
  @SuppressWarnings("ArrayRecordComponent") // From the images to the picture, never compared.
  public record Pair(byte[] clean, byte[] triggered) {}

  /** With the largest gain that cuts off hardly any change; 1 where there is none. */
  public static AmplifiedChange fitting(List<Pair> pairs) {
    int[] counts = new int[256];
    int changed = 0;
    for (Pair pair : pairs) {
      for (int i = 0; i < pair.clean().length; i++) {
        int change = Math.abs((pair.triggered()[i] & 0xFF) - (pair.clean()[i] & 0xFF));
        counts[change]++;
        changed += change > 0 ? 1 : 0;
      }
    }
    int seen = 0;
    for (int change = 1; changed > 0 && change < counts.length; change++) {
      seen += counts[change];
      if (seen >= SHOWN_WHOLE * changed) {
        return new AmplifiedChange(Math.max(1, (NO_CHANGE - 1) / change));
      }
    }
    return new AmplifiedChange(1);
  }

  /** Grey where nothing changed, lighter where it became lighter, in each channel. */
  public byte[] of(Pair pair) {
    byte[] change = new byte[pair.clean().length];
    for (int i = 0; i < change.length; i++) {
      int difference = (pair.triggered()[i] & 0xFF) - (pair.clean()[i] & 0xFF);
      change[i] = (byte) Math.max(0, Math.min(255, NO_CHANGE + gain * difference));
    }
    return change;
  }
}
