package cbd.training.augment;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Augmentation;
import cbd.training.random.SplitMix;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandardAugmenterTest {
  private static final int SIDE = 32;

  @Test
  void cropsFlipsAndCutsAsTheReferenceDoes() {
    Augmentation.Standard settings = new Augmentation.Standard(4, true, 2);
    StandardAugmenter augmenter = new StandardAugmenter(settings, SIDE, SIDE);
    byte[] image = numbered();
    for (int seed = 0; seed < 500; seed++) {
      byte[] actual = augmenter.apply(image, augmenter.draw(new SplitMix(seed)));
      assertThat(actual).as("seed %d", seed).isEqualTo(reference(image, new SplitMix(seed)));
    }
    assertThat(image).isEqualTo(numbered());
  }

  /** Pixel by pixel, straight from the words of the method. */
  private static byte[] reference(byte[] image, SplitMix random) {
    int top = random.nextInt(9);
    int left = random.nextInt(9);
    boolean flip = random.nextLong() < 0;
    int y = random.nextInt(SIDE);
    int x = random.nextInt(SIDE);
    byte[] result = new byte[image.length];
    for (int channel = 0; channel < 3; channel++) {
      for (int row = 0; row < SIDE; row++) {
        for (int column = 0; column < SIDE; column++) {
          int fromRow = row + top - 4;
          int fromColumn = (flip ? SIDE - 1 - column : column) + left - 4;
          boolean inside = fromRow >= 0 && fromRow < SIDE && fromColumn >= 0 && fromColumn < SIDE;
          boolean hole = row >= y - 1 && row < y + 1 && column >= x - 1 && column < x + 1;
          result[at(channel, row, column)] =
              inside && !hole ? image[at(channel, fromRow, fromColumn)] : 0;
        }
      }
    }
    return result;
  }

  @Test
  void cutsTheMeanAreaOfTheAuthorsCode() {
    Augmentation.Standard settings = new Augmentation.Standard(0, false, 2);
    StandardAugmenter augmenter = new StandardAugmenter(settings, SIDE, SIDE);
    byte[] white = new byte[3 * SIDE * SIDE];
    Arrays.fill(white, (byte) 255);
    SplitMix random = new SplitMix(1);
    long cut = 0;
    int draws = 20_000;
    for (int i = 0; i < draws; i++) {
      byte[] drawn = augmenter.apply(white, augmenter.draw(random));
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        cut += drawn[pixel] == 0 ? 1 : 0;
      }
    }
    assertThat((double) cut / draws).isBetween(3.86, 3.89);
  }

  @Test
  void reachesAllCropsAndBothSides() {
    Augmentation.Standard settings = new Augmentation.Standard(4, true, 0);
    StandardAugmenter augmenter = new StandardAugmenter(settings, SIDE, SIDE);
    byte[] dot = new byte[3 * SIDE * SIDE];
    dot[at(0, 16, 10)] = 1;
    SplitMix random = new SplitMix(2);
    Set<Integer> places = new HashSet<>();
    for (int i = 0; i < 5_000; i++) {
      byte[] drawn = augmenter.apply(dot, augmenter.draw(random));
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        if (drawn[pixel] == 1) {
          places.add(pixel);
        }
      }
    }
    // Columns 6..14 and, flipped, 17..25; rows 12..20.
    assertThat(places).hasSize(9 * 9 * 2);
  }

  @Test
  void leavesImagesAloneWhenAllIsOff() {
    byte[] image = numbered();
    Augmentation.Standard off = new Augmentation.Standard(0, false, 0);
    for (Augmentation augmentation : List.of(off, new Augmentation.None())) {
      Augmenter augmenter = Augmenter.of(augmentation, SIDE, SIDE);
      assertThat(augmenter.apply(image, augmenter.draw(new SplitMix(1)))).isEqualTo(numbered());
    }
  }

  @Test
  void leavesNothingButPaddingOfACropBesideANarrowImage() {
    int height = 5;
    int width = 3;
    StandardAugmenter augmenter =
        new StandardAugmenter(new Augmentation.Standard(16, false, 0), height, width);
    byte[] white = new byte[3 * height * width];
    Arrays.fill(white, (byte) 1);
    for (int down = -16; down <= 16; down++) {
      for (int right = -16; right <= 16; right++) {
        byte[] drawn = augmenter.apply(white, new Draw(down, right, false, 0, 0));
        int seen = 0;
        for (byte pixel : drawn) {
          seen += pixel;
        }
        assertThat(seen)
            .as("%d down, %d right", down, right)
            .isEqualTo(
                3 * Math.max(0, height - Math.abs(down)) * Math.max(0, width - Math.abs(right)));
      }
    }
  }

  private static byte[] numbered() {
    byte[] image = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < image.length; i++) {
      image[i] = (byte) (1 + i * 7 % 251);
    }
    return image;
  }

  private static int at(int channel, int row, int column) {
    return (channel * SIDE + row) * SIDE + column;
  }
}
