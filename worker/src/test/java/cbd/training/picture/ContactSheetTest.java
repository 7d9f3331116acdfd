package cbd.training.picture;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Attack;
import cbd.domain.AttackPicture;
import cbd.domain.LabelMapping;
import cbd.training.attack.Poisoner;
import cbd.training.attack.TriggeredSet;
import cbd.training.data.ImageSet;
import cbd.training.data.Split;
import cbd.training.random.SplitMix;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ContactSheetTest {
  private static final Attack ATTACK = new Attack.BadNets(0.1, new LabelMapping.AllToOne(0));

  /** Noise, the worst that can be packed; labels 0, 1, 2, 3, 0 … */
  private static ImageSet noise(int images, int side) {
    byte[] pixels = new byte[images * 3 * side * side];
    new Random(3).nextBytes(pixels);
    int[] labels = new int[images];
    for (int i = 0; i < images; i++) {
      labels[i] = i % 4;
    }
    return new ImageSet(4, side, side, pixels, labels);
  }

  /** Makes the first red sample of each image brighter by 10. */
  private static final class Corner implements Poisoner {
    @Override
    public void stamp(byte[] image, Split split, int index) {
      image[0] = (byte) Math.min(255, (image[0] & 0xFF) + 10);
    }

    @Override
    public void stampWrong(byte[] image, int index, SplitMix random) {
      throw new UnsupportedOperationException("nobody asks for it");
    }
  }

  private static AttackPicture sheet(ImageSet test) {
    return ContactSheet.of(test, TriggeredSet.of(test, ATTACK, new Corner())).orElseThrow();
  }

  private static BufferedImage read(AttackPicture picture) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(picture.bytes()));
  }

  @Test
  void showsImagesOfDifferentClassesCleanTriggeredAndTheChange() throws IOException {
    ImageSet test = noise(20, 32);
    AttackPicture picture = sheet(test);
    BufferedImage sheet = read(picture);

    assertThat(picture.images()).isEqualTo(6);
    assertThat(picture.gain()).as("so that 10 becomes 120").isEqualTo(12);
    assertThat(sheet.getWidth()).isEqualTo(6 * 34 - 2);
    assertThat(sheet.getHeight()).isEqualTo(3 * 34 - 2);
    // Class 0 is the target's and does not count: columns begin with test images 1, 2, 3, 5.
    int[] shown = {1, 2, 3, 5, 6, 7};
    byte[] clean = new byte[test.imageBytes()];
    for (int column = 0; column < shown.length; column++) {
      test.copyImage(shown[column], clean);
      for (int y = 0; y < 32; y++) {
        for (int x = 0; x < 32; x++) {
          int rgb = rgb(clean, y, x);
          assertThat(sheet.getRGB(column * 34 + x, y) & 0xFFFFFF).isEqualTo(rgb);
          boolean isStamped = x == 0 && y == 0;
          int change = Math.min(10, 255 - (rgb >> 16)) << 16;
          assertThat(sheet.getRGB(column * 34 + x, 34 + y) & 0xFFFFFF)
              .isEqualTo(isStamped ? rgb + change : rgb);
          assertThat(sheet.getRGB(column * 34 + x, 68 + y) & 0xFFFFFF)
              .isEqualTo(isStamped ? 0x808080 + 12 * change : 0x808080);
        }
      }
    }
  }

  private static int rgb(byte[] image, int y, int x) {
    int at = y * 32 + x;
    return ((image[at] & 0xFF) << 16)
        | ((image[32 * 32 + at] & 0xFF) << 8)
        | (image[2 * 32 * 32 + at] & 0xFF);
  }

  @Test
  void staysSmallHoweverLargeTheImagesAndIsTheSameEveryTime() throws IOException {
    for (int side : new int[] {28, 32, 64, 96, 224, 500}) {
      ImageSet test = noise(12, side);
      AttackPicture picture = sheet(test);
      assertThat(picture.bytes().length).isLessThanOrEqualTo(AttackPicture.MOST_BYTES);
      assertThat(read(picture).getHeight()).isBetween(3 * 28, 3 * 66);
      assertThat(sheet(test)).isEqualTo(picture);
    }
  }

  @Test
  void isNotThereWhenNoImageCounts() {
    ImageSet target = new ImageSet(4, 8, 8, new byte[3 * 8 * 8], new int[1]);
    assertThat(ContactSheet.of(target, TriggeredSet.of(target, ATTACK, new Corner()))).isEmpty();
  }
}
