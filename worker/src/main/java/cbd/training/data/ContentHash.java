package cbd.training.data;

import cbd.domain.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How an {@link ImageSet} is hashed: by blocks, so that the hash of a beginning needs little new
 * reading and blocks are read in parallel.
 *
 * @param blocks digests of the first blocks, as far as they are known
 */
record ContentHash(List<byte[]> blocks) {
  static final ContentHash NONE = new ContentHash(List.of());
  static final int DIGEST_BYTES = 32;

  private static final byte[] VERSION = "cbd-images/1".getBytes(StandardCharsets.US_ASCII);
  private static final int BLOCK_BYTES = 4 << 20;

  ContentHash {
    blocks = List.copyOf(blocks);
  }

  /** Images whose pixels are digested together. */
  static int imagesPerBlock(int imageBytes) {
    return Math.max(1, BLOCK_BYTES / imageBytes);
  }

  static int blockCount(int images, int imageBytes) {
    int perBlock = imagesPerBlock(imageBytes);
    return (images + perBlock - 1) / perBlock;
  }

  /** What is known of the first n images: their whole blocks. */
  ContentHash first(int n, int imageBytes) {
    int whole = Math.min(blocks.size(), n / imagesPerBlock(imageBytes));
    return new ContentHash(blocks.subList(0, whole));
  }

  /** The hash of a set of which these blocks are known. */
  String of(ImageSet set) {
    int count = blockCount(set.size(), set.imageBytes());
    List<byte[]> rest =
        IntStream.range(Math.min(blocks.size(), count), count)
            .parallel()
            .mapToObj(block -> digest(set, block))
            .toList();
    return of(set, Stream.concat(blocks.stream(), rest.stream()).toList());
  }

  private static String of(ImageSet set, List<byte[]> all) {
    ByteBuffer numbers = ByteBuffer.allocate(4 * (4 + set.size()));
    numbers.putInt(set.size()).putInt(set.classes()).putInt(set.height()).putInt(set.width());
    for (int i = 0; i < set.size(); i++) {
      numbers.putInt(set.label(i));
    }
    MessageDigest digest = Digest.sha256();
    digest.update(VERSION);
    digest.update(numbers.array());
    all.forEach(digest::update);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] digest(ImageSet set, int block) {
    int perBlock = imagesPerBlock(set.imageBytes());
    int end = Math.min(set.size(), (block + 1) * perBlock);
    MessageDigest digest = Digest.sha256();
    byte[] image = new byte[set.imageBytes()];
    for (int i = block * perBlock; i < end; i++) {
      set.copyImage(i, image);
      digest.update(image);
    }
    return digest.digest();
  }
}
