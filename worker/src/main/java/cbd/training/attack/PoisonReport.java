package cbd.training.attack;

import java.util.Locale;

/**
 * A self-check of an attack: what it really changed.
 *
 * @param poisoned images stamped
 * @param changedImages of these, images of which at least one byte changed
 * @param changedLabels of these, images whose label changed
 * @param crossSamples further images, stamped with a wrong trigger, whose label is true
 * @param maxChange L∞ of the trigger: the largest change of a byte in any image, 0..255
 * @param meanDistance L2 of the trigger: Euclidean length of an image's change, in grey levels of
 *     0..255, averaged over the poisoned images
 * @param meanSimilarity SSIM of an image before and after, averaged over the poisoned images; 1
 *     where none is
 */
public record PoisonReport(
    int poisoned,
    int changedImages,
    int changedLabels,
    int crossSamples,
    int maxChange,
    double meanDistance,
    double meanSimilarity) {

  /** As key=value, for a log line. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "poisoned=%d changedImages=%d changedLabels=%d crossSamples=%d maxChange=%d"
            + " meanDistance=%.1f meanSimilarity=%.3f",
        poisoned,
        changedImages,
        changedLabels,
        crossSamples,
        maxChange,
        meanDistance,
        meanSimilarity);
  }

  /** Sums up image by image. */
  static final class Tally {
    private final int height;
    private final int width;
    private int poisoned;
    private int changedImages;
    private int changedLabels;
    private int maxChange;
    private double sumOfDistances;
    private double sumOfSimilarities;

    Tally(int height, int width) {
      this.height = height;
      this.width = width;
    }

    void add(byte[] before, byte[] after, boolean labelChanged) {
      long squares = 0;
      for (int i = 0; i < before.length; i++) {
        int change = Math.abs((before[i] & 0xFF) - (after[i] & 0xFF));
        maxChange = Math.max(maxChange, change);
        squares += (long) change * change;
      }
      poisoned++;
      changedImages += squares > 0 ? 1 : 0;
      changedLabels += labelChanged ? 1 : 0;
      sumOfDistances += Math.sqrt((double) squares);
      sumOfSimilarities += Similarity.of(before, after, height, width);
    }

    PoisonReport report(int crossSamples) {
      return new PoisonReport(
          poisoned,
          changedImages,
          changedLabels,
          crossSamples,
          maxChange,
          poisoned == 0 ? 0 : sumOfDistances / poisoned,
          poisoned == 0 ? 1 : sumOfSimilarities / poisoned);
    }
  }
}
