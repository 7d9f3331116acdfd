package cbd.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
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
  void anEditedCopySharesWhatIsNotReplacedAndLeavesTheOriginalAsItIs() {
    String before = set.contentHash();
    ImageSetEdit edit = set.edit().replace(1, new byte[] {0, 0, 0, 0, 0, 9}, 1).relabel(0, 0);
    ImageSet edited = edit.toSet();
    edit.replace(0, new byte[6], 2);

    assertThat(edited.pixels()).containsExactly(1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 9);
    assertThat(edited.labels()).containsExactly(0, 1);
    assertThat(edited.first(1).pixels()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(edited.contentHash())
        .isEqualTo(new ImageSet(3, 1, 2, edited.pixels(), new int[] {0, 1}).contentHash());
    assertThat(set.contentHash()).isEqualTo(before);
    assertThatThrownBy(() -> set.edit().relabel(0, 3).toSet())
        .hasMessage("label of image 0 must be 0 to 2, but was 3");
  }

  @Test
  void slicesAreAllImagesInOrderHoweverTheyLie() {
    Pixels sliced = slicedByTwo();
    ImageSet five = new ImageSet(2, 1, 1, sliced, new int[5], ContentHash.NONE);
    ImageSet edited = five.edit().replace(2, new byte[] {-1, -2, -3}, 1).toSet();

    assertThat(five.slices()).hasSize(3).allSatisfy(s -> assertThat(s.isReadOnly()).isTrue());
    assertThat(joined(five.slices())).isEqualTo(five.pixels());
    assertThat(joined(five.first(3).slices())).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(joined(edited.slices())).isEqualTo(edited.pixels()).contains(-1, -2, -3);
    ByteBuffer some = ByteBuffer.allocate(9);
    edited.copyImages(1, 3, some);
    assertThat(some.array()).containsExactly(3, 4, 5, -1, -2, -3, 9, 10, 11);
    assertThatThrownBy(() -> five.copyImages(3, 3, some))
        .hasMessage("the set has 5 images, not 3 to 6");
  }

  private static Pixels slicedByTwo() {
    byte[] all = new byte[15];
    for (int i = 0; i < 15; i++) {
      all[i] = (byte) i;
    }
    return new SlicedPixels(
        List.of(
            ByteBuffer.wrap(Arrays.copyOfRange(all, 0, 6)),
            ByteBuffer.wrap(Arrays.copyOfRange(all, 6, 12)),
            ByteBuffer.wrap(Arrays.copyOfRange(all, 12, 15))),
        2,
        3);
  }

  private static byte[] joined(List<ByteBuffer> slices) {
    ByteBuffer all = ByteBuffer.allocate(slices.stream().mapToInt(ByteBuffer::remaining).sum());
    slices.forEach(all::put);
    return all.array();
  }

  @Test
  void theHashOfABeginningUsesTheDigestsOfItsBlocksAndIsTheSameAsWithoutThem() {
    int perBlock = ContentHash.imagesPerBlock(3 * 512 * 512);
    ImageSetBuilder builder = new ImageSetBuilder(2, 512, 512, 2 * perBlock + 1);
    byte[] image = new byte[3 * 512 * 512];
    for (int i = 0; i < 2 * perBlock + 1; i++) {
      image[i]++;
      builder.add(image, i % 2);
    }
    ImageSet whole = builder.build();
    byte[] wrong = new byte[ContentHash.DIGEST_BYTES];
    ImageSet known =
        new ImageSet(
            2,
            512,
            512,
            new SlicedPixels(whole.slices(), whole.size(), whole.imageBytes()),
            whole.labels(),
            new ContentHash(List.of(wrong, wrong, wrong)));

    assertThat(perBlock).isGreaterThan(1);
    assertThat(known.first(perBlock - 1).contentHash())
        .as("no whole block, so nothing known is used")
        .isEqualTo(whole.first(perBlock - 1).contentHash());
    assertThat(known.first(perBlock).contentHash())
        .as("one whole block, whose digest is taken as known")
        .isNotEqualTo(whole.first(perBlock).contentHash());
  }

  @Test
  void aBuilderMustBeGivenWhatWasAnnounced() {
    ImageSetBuilder builder = new ImageSetBuilder(3, 1, 2, 2);
    builder.add(new byte[] {1, 2, 3, 4, 5, 6}, 2);
    assertThatThrownBy(builder::build).hasMessage("a set of 2 images was given 1 of them");
    builder.add(new byte[] {7, 8, 9, 10, 11, 12}, 0);
    assertThat(builder.build().contentHash()).isEqualTo(set.contentHash());
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
