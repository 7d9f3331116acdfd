package cbd.training.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.domain.Adaptive;
import cbd.domain.Attack;
import cbd.domain.LabelMapping;
import cbd.training.data.ImageSet;
import cbd.training.data.Split;
import cbd.training.random.SplitMix;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlendPoisonerTest {

  @Test
  void truncatesTheBlend() {
    byte[] image = {100, 101, (byte) 255, 0};
    BlendPoisoner.blend(image, new int[] {200, 7, 255, 200}, 0.2);
    assertThat(image).containsExactly(120, 82, 255, 40);
  }

  @Test
  void leavesNothingOfTheImageOrNothingOfTheMaskAtTheEnds() {
    byte[] opaque = {1};
    BlendPoisoner.blend(opaque, new int[] {9}, 1);
    assertThat(opaque).containsExactly(9);
    byte[] absent = {(byte) 253};
    BlendPoisoner.blend(absent, new int[] {9}, 0);
    assertThat(absent).containsExactly(253);
  }

  @Test
  void drawsOneUniformMaskFromItsSeed() {
    byte[] mask = mask(0, false, 0);
    assertThat(mask).isEqualTo(mask(0, false, 1)).isNotEqualTo(mask(1, false, 0));
    int[] values = new int[1024];
    for (int i = 0; i < values.length; i++) {
      values[i] = mask[i] & 0xFF;
      assertThat(mask[i + 1024]).isEqualTo(mask[i]);
      assertThat(mask[i + 2048]).isEqualTo(mask[i]);
    }
    assertThat(Arrays.stream(values).average().orElseThrow()).isBetween(117.0, 138.0);
    assertThat(Arrays.stream(values).min().orElseThrow()).isLessThan(5);
    assertThat(Arrays.stream(values).max().orElseThrow()).isGreaterThan(250);
  }

  @Test
  void drawsAnotherMaskForEveryImageWhenAsked() {
    assertThat(mask(0, true, 5))
        .isEqualTo(mask(0, true, 5))
        .isNotEqualTo(mask(0, true, 6))
        .isNotEqualTo(mask(0, false, 5));
  }

  @Test
  void drawsAnotherMaskThatIsWrong() {
    byte[] image = new byte[3 * 1024];
    poisoner(opaque(0, false), "").stampWrong(image, 5, new SplitMix(1));
    assertThat(image).isNotEqualTo(mask(0, false, 5));
  }

  @Test
  void blendsAPictureOfTheDataFolder(@TempDir Path folder) throws IOException {
    BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(31, 0, 0xFF8002);
    Files.createDirectory(folder.resolve("pictures"));
    ImageIO.write(picture, "png", folder.resolve("pictures/kitty.png").toFile());
    byte[] image = new byte[3 * 1024];
    poisoner(picture("pictures/kitty.png"), folder.toString()).stamp(image, Split.TEST, 0);
    assertThat(new int[] {image[31] & 0xFF, image[1024 + 31] & 0xFF, image[2048 + 31] & 0xFF})
        .containsExactly(255, 128, 2);
    assertThat(image[30]).isZero();
    assertThat(image[32 + 31]).isZero();
  }

  @Test
  void stretchesAPictureToTheImages(@TempDir Path folder) throws IOException {
    BufferedImage halves = new BufferedImage(200, 100, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 100 * 100; i++) {
      halves.setRGB(i / 100, i % 100, 0x6040FF);
    }
    ImageIO.write(halves, "png", folder.resolve("halves.PNG").toFile());
    byte[] image = new byte[3 * 1024];
    poisoner(picture("halves.PNG"), folder.toString()).stamp(image, Split.TRAIN, 3);
    for (int row = 0; row < 32; row++) {
      assertThat(image[32 * row + 14]).isEqualTo((byte) 0x60);
      assertThat(image[2048 + 32 * row]).isEqualTo((byte) 0xFF);
      assertThat(image[32 * row + 17]).isZero();
    }
  }

  @Test
  void neverReadsOutsideTheDataFolder(@TempDir Path parent) throws IOException {
    Path folder = Files.createDirectory(parent.resolve("data"));
    BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(picture, "png", parent.resolve("secret.png").toFile());
    Files.createSymbolicLink(folder.resolve("link.png"), parent.resolve("secret.png"));
    for (String path : new String[] {"../secret.png", "/etc/secret.png", "a/../../secret.png"}) {
      assertThatThrownBy(() -> picture(path))
          .hasMessage(
              "image must be noise, or the path of a png or jpg file within the data folder, no"
                  + " part of it beginning with a dot, but was '"
                  + path
                  + "'");
    }
    assertThatThrownBy(() -> poisoner(picture("link.png"), folder.toString()))
        .hasMessageContaining("attack.image must lie inside the data folder")
        .hasMessageContaining("link.png leads out");
  }

  @Test
  void saysWhyAPictureCannotBeHad(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> poisoner(picture("no.png"), folder.toString()))
        .hasMessageContaining("attack.image must be a picture in " + folder)
        .hasMessageContaining("there is no such file");
    Files.writeString(folder.resolve("text.png"), "no picture");
    assertThatThrownBy(() -> poisoner(picture("text.png"), folder.toString()))
        .hasMessageContaining("it is neither a JPEG nor a PNG picture");
    assertThatThrownBy(() -> poisoner(picture("no.png"), ""))
        .hasMessageContaining("name it with --data DIR");
  }

  private static byte[] mask(long seed, boolean perImage, int index) {
    byte[] image = new byte[3 * 1024];
    poisoner(opaque(seed, perImage), "").stamp(image, Split.TRAIN, index);
    return image;
  }

  private static BlendPoisoner poisoner(Attack.Blend attack, String dataDir) {
    ImageSet one = new ImageSet(10, 32, 32, new byte[3 * 1024], new int[] {0});
    return new BlendPoisoner(attack, new AttackContext(one, 0, dataDir));
  }

  private static Attack.Blend opaque(long seed, boolean perImage) {
    return new Attack.Blend(
        0.1, new LabelMapping.AllToAll(), 1, seed, perImage, Attack.Blend.NOISE, Adaptive.NOT);
  }

  private static Attack.Blend picture(String image) {
    return new Attack.Blend(0.1, new LabelMapping.AllToAll(), 1, 0, false, image, Adaptive.NOT);
  }
}
