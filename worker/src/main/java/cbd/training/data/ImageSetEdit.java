package cbd.training.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A copy of an {@link ImageSet} in the making, in which some images or labels are other ones. Not
 * thread-safe.
 */
public final class ImageSetEdit {
  private final ImageSet original;
  private final Pixels pixels;
  private final int[] places;
  private final int[] labels;
  private final List<byte[]> replacements = new ArrayList<>();

  ImageSetEdit(ImageSet original, Pixels pixels) {
    this.original = original;
    this.pixels = pixels;
    this.places = new int[original.size()];
    Arrays.fill(places, -1);
    this.labels = original.labels();
  }

  /**
   * Puts an image in the place of another.
   *
   * @param image index of the one replaced
   * @param pixels [3][height][width]; copied
   * @param label its class from now on
   */
  public ImageSetEdit replace(int image, byte[] pixels, int label) {
    byte[] copy = Arrays.copyOf(pixels, original.imageBytes());
    if (places[image] < 0) {
      places[image] = replacements.size();
      replacements.add(copy);
    } else {
      replacements.set(places[image], copy);
    }
    return relabel(image, label);
  }

  /** Gives an image another class. */
  public ImageSetEdit relabel(int image, int label) {
    labels[image] = label;
    return this;
  }

  /**
   * The edited set; later edits do not change it.
   *
   * @throws IllegalArgumentException when a label is no class
   */
  public ImageSet toSet() {
    Pixels edited =
        replacements.isEmpty()
            ? pixels
            : new ReplacedPixels(
                pixels, places.clone(), List.copyOf(replacements), original.imageBytes());
    return new ImageSet(
        original.classes(),
        original.height(),
        original.width(),
        edited,
        labels.clone(),
        ContentHash.NONE);
  }
}
