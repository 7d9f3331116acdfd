package cbd.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;

/** Decodes the images of a source on all processors, and hands them over in order. */
final class Decoding {
  private static final int CHUNK_BYTES = 64 << 20;

  private final ImageSource source;
  private final byte[][] images;
  private final int[] labels;

  private Decoding(ImageSource source, int n, int imageBytes) {
    this.source = source;
    int chunk = Math.max(1, Math.min(n, CHUNK_BYTES / imageBytes));
    this.images = new byte[chunk][imageBytes];
    this.labels = new int[chunk];
  }

  /**
   * Decodes the first n images.
   *
   * @param signOfLife run now and then, for a large set takes its time
   * @throws DataUnavailableException the same one each time, when several images are damaged
   */
  static void of(ImageSource source, int n, int imageBytes, ImageSink sink, Runnable signOfLife)
      throws IOException {
    Decoding decoding = new Decoding(source, n, imageBytes);
    for (int from = 0; from < n; from += decoding.images.length) {
      decoding.chunk(from, Math.min(decoding.images.length, n - from), sink);
      signOfLife.run();
    }
  }

  private void chunk(int from, int count, ImageSink sink) throws IOException {
    RuntimeException[] failures = new RuntimeException[count];
    IntStream.range(0, count)
        .parallel()
        .forEach(
            i -> {
              try {
                labels[i] = source.decode(from + i, images[i]);
              } catch (IOException e) {
                failures[i] = new UncheckedIOException(e);
              } catch (RuntimeException e) {
                failures[i] = e;
              }
            });
    for (int i = 0; i < count; i++) {
      if (failures[i] instanceof UncheckedIOException failed) {
        throw failed.getCause();
      }
      if (failures[i] != null) {
        throw failures[i];
      }
      sink.add(images[i], labels[i]);
    }
  }
}
