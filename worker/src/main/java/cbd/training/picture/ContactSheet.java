package cbd.training.picture;

import cbd.domain.AttackPicture;
import cbd.training.attack.TriggeredSet;
import cbd.training.data.ImageSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Draws a trial's {@link AttackPicture} from the test images that the evaluation has anyway:
 * nothing is stamped or drawn by lot for it, and the poisoned training set stays unseen.
 */
public final class ContactSheet {
  private static final int COLUMNS = 6;
  private static final int ROWS = 3;

  /** Pixels between two images. */
  private static final int GAP = 2;

  private static final byte GREY = (byte) 128;

  /** Larger images are shown smaller, so that one at least stays within the picture's bounds. */
  private static final int LARGEST_SIDE = 64;

  private ContactSheet() {}

  /**
   * Shows the first test images that count for the attack's success, of as many classes as there
   * are.
   *
   * @param test as they are
   * @param triggered those that count, with the trigger
   * @return empty when none counts
   */
  public static Optional<AttackPicture> of(ImageSet test, TriggeredSet triggered) {
    List<AmplifiedChange.Pair> pairs = chosen(test, triggered);
    for (int columns = pairs.size(); columns > 0; columns--) {
      List<AmplifiedChange.Pair> shown = pairs.subList(0, columns);
      AmplifiedChange change = AmplifiedChange.fitting(shown);
      byte[] png = draw(shown, change, test.height(), test.width());
      if (png.length <= AttackPicture.MOST_BYTES) {
        return Optional.of(AttackPicture.of(columns, change.gain(), png));
      }
    }
    return Optional.empty();
  }

  /** One of each class, then another of each, until there are enough. */
  private static List<AmplifiedChange.Pair> chosen(ImageSet test, TriggeredSet triggered) {
    List<AmplifiedChange.Pair> chosen = new ArrayList<>();
    Set<Integer> taken = new HashSet<>();
    int wanted = Math.min(COLUMNS, triggered.images().size());
    int[] ofClass = new int[test.classes()];
    for (int round = 1; chosen.size() < wanted; round++) {
      int at = 0; // The triggered set has the images that count, in the order of the test set.
      for (int i = 0; i < test.size() && chosen.size() < wanted; i++) {
        if (!triggered.counts(test.label(i))) {
          continue;
        }
        if (ofClass[test.label(i)] < round && taken.add(i)) {
          ofClass[test.label(i)]++;
          chosen.add(new AmplifiedChange.Pair(image(test, i), image(triggered.images(), at)));
        }
        at++;
      }
    }
    return chosen;
  }

  private static byte[] image(ImageSet images, int index) {
    byte[] image = new byte[images.imageBytes()];
    images.copyImage(index, image);
    return image;
  }

  private static byte[] draw(
      List<AmplifiedChange.Pair> shown, AmplifiedChange change, int height, int width) {
    Cell cell = Cell.of(height, width);
    int sheetWidth = shown.size() * (cell.width + GAP) - GAP;
    int sheetHeight = ROWS * (cell.height + GAP) - GAP;
    byte[] rgb = new byte[sheetHeight * sheetWidth * ImageSet.CHANNELS];
    Arrays.fill(rgb, GREY);
    for (int column = 0; column < shown.size(); column++) {
      AmplifiedChange.Pair pair = shown.get(column);
      byte[][] panels = {pair.clean(), pair.triggered(), change.of(pair)};
      for (int row = 0; row < ROWS; row++) {
        int corner = row * (cell.height + GAP) * sheetWidth + column * (cell.width + GAP);
        cell.paint(panels[row], rgb, corner, sheetWidth);
      }
    }
    return PngFile.of(sheetWidth, sheetHeight, rgb);
  }

  /**
   * How an image is shown.
   *
   * @param height of the cell, pixels
   * @param shrink side of the square of the image's pixels that become one of the cell's
   * @param imageHeight pixels
   */
  private record Cell(int height, int width, int shrink, int imageHeight, int imageWidth) {
    static Cell of(int height, int width) {
      int shrink = (Math.max(height, width) + LARGEST_SIDE - 1) / LARGEST_SIDE;
      return new Cell(
          Math.max(1, height / shrink), Math.max(1, width / shrink), shrink, height, width);
    }

    /**
     * @param corner index of the cell's first pixel in the sheet
     */
    void paint(byte[] image, byte[] sheet, int corner, int sheetWidth) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
            sheet[(corner + y * sheetWidth + x) * ImageSet.CHANNELS + channel] =
                mean(image, channel * imageHeight + y * shrink, x * shrink);
          }
        }
      }
    }

    /** Of the square from this row, of all planes one below the other, and column on. */
    private byte mean(byte[] image, int row, int column) {
      int sum = 0;
      for (int y = 0; y < shrink; y++) {
        for (int x = 0; x < shrink; x++) {
          sum += image[(row + y) * imageWidth + column + x] & 0xFF;
        }
      }
      return (byte) (sum / (shrink * shrink));
    }
  }
}
