package cbd.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ImageSetTest {
  private final ImageSet set =
      new ImageSet(3, 1, 2, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, new int[] {2, 0});

  @Test
  void keepsImagesChannelsFirst() {
    byte[] image = new byte[6];
    set.copyImage(1, image);
    assertThat(image).containsExactly(7, 8, 9, 10, 11, 12);
    assertThat(set.label(1)).isZero();
  }

  @Test
  void cannotBeChangedThroughWhatItGivesAway() {
    String before = set.contentHash();
    set.pixels()[0] = 99;
    set.labels()[0] = 1;
    assertThat(set.contentHash()).isEqualTo(before);
  }

  @Test
  void hashesPixelsLabelsAndShape() {
    byte[] pixels = set.pixels();
    assertThat(new ImageSet(3, 1, 2, pixels, new int[] {2, 0}).contentHash())
        .isEqualTo(set.contentHash())
        .hasSize(64);
    assertThat(new ImageSet(3, 1, 2, pixels, new int[] {2, 1}).contentHash())
        .isNotEqualTo(set.contentHash());
    assertThat(new ImageSet(3, 2, 1, pixels, new int[] {2, 0}).contentHash())
        .isNotEqualTo(set.contentHash());
    assertThat(new ImageSet(4, 1, 2, pixels, new int[] {2, 0}).contentHash())
        .isNotEqualTo(set.contentHash());
    pixels[11]++;
    assertThat(new ImageSet(3, 1, 2, pixels, new int[] {2, 0}).contentHash())
        .isNotEqualTo(set.contentHash());
  }

  @Test
  void takesTheFirstImages() {
    ImageSet first = set.first(1);
    assertThat(first.size()).isEqualTo(1);
    assertThat(first.pixels()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(set.first(2)).isSameAs(set);
    assertThatThrownBy(() -> set.first(3)).hasMessage("the set has 2 images, not 3");
  }

  @Test
  void refusesPixelsThatDoNotMatchTheLabels() {
    assertThatThrownBy(() -> new ImageSet(3, 1, 2, new byte[11], new int[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 images of 3x1x2 need 12 bytes, but there are 11");
  }

  @Test
  void refusesALabelThatIsNoClass() {
    assertThatThrownBy(() -> new ImageSet(3, 1, 2, new byte[12], new int[] {0, 3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label of image 1 must be 0 to 2, but was 3");
  }
}
