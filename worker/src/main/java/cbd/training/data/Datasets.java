package cbd.training.data;

import cbd.domain.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All data sets: one line each.
 *
 * <p>What is read from files is decoded once per machine: into a cache, whose files are mapped, so
 * that processes share their memory. CIFAR's raw bytes take that way too, although they need no
 * decoding: reading them again is as fast, but each process would hold a copy of its own.
 */
public final class Datasets {
  /** The cache's folder within the data folder, unless another is named. */
  public static final String CACHE = ".cbd-cache";

  private static final Logger log = LoggerFactory.getLogger(Datasets.class);

  private Datasets() {}

  private static ImageSource source(Dataset dataset, Split split, String dataDir) {
    if (dataset instanceof Dataset.Cifar10) {
      return CifarFiles.cifar10(split, dataDir);
    }
    if (dataset instanceof Dataset.Cifar100) {
      return CifarFiles.cifar100(split, dataDir);
    }
    if (dataset instanceof Dataset.Gtsrb) {
      return new GtsrbFolders(split, dataDir);
    }
    if (dataset instanceof Dataset.Mnist) {
      return IdxFiles.mnist(split, dataDir);
    }
    if (dataset instanceof Dataset.FashionMnist) {
      return IdxFiles.fashionMnist(split, dataDir);
    }
    if (dataset instanceof Dataset.Folder folder) {
      return new PictureFolders(folder, split, dataDir);
    }
    throw new IllegalArgumentException("no loader is registered for " + dataset);
  }

  /**
   * How many images of a split there are, without decoding them.
   *
   * @throws DataUnavailableException when there are none, or not in the form they must have
   */
  public static int count(Dataset dataset, Split split, String dataDir) {
    if (dataset instanceof Dataset.Shapes) {
      return split == Split.TRAIN ? dataset.trainImages() : dataset.testImages();
    }
    try (ImageSource source = source(dataset, split, dataDir)) {
      return source.size();
    } catch (IOException e) {
      throw new DataUnavailableException(dataset.title() + " cannot be read: " + e, e);
    }
  }

  /** The same with the cache in its usual place, {@value #CACHE} in the data folder. */
  public static ImageSet load(Dataset dataset, Split split, int n, String dataDir) {
    return load(dataset, split, n, dataDir, "");
  }

  /** The same without saying how it goes. */
  public static ImageSet load(
      Dataset dataset, Split split, int n, String dataDir, String cacheDir) {
    return load(dataset, split, n, dataDir, cacheDir, () -> {});
  }

  /**
   * The first n images of a split, in the data set's order.
   *
   * @param n 0: all of a set whose size is known only when it is read
   * @param dataDir folder with data sets that are read from files; empty: none
   * @param cacheDir folder for decoded images; empty: {@value #CACHE} in the data folder. Where it
   *     cannot be written, images are decoded into this process's own memory
   * @param signOfLife run now and then: what has to be decoded may take many minutes
   * @throws DataUnavailableException when they cannot be had
   */
  public static ImageSet load(
      Dataset dataset, Split split, int n, String dataDir, String cacheDir, Runnable signOfLife) {
    if (dataset instanceof Dataset.Shapes) {
      return Shapes.draw(split, n);
    }
    try (ImageSource source = source(dataset, split, dataDir)) {
      int count = n == 0 ? source.size() : n;
      if (count > source.size()) {
        throw incomplete(dataset, split, source, count);
      }
      return cached(
          new Order(dataset, split, count, signOfLife), source, Path.of(dataDir), cacheDir);
    } catch (IOException e) {
      throw new DataUnavailableException(dataset.title() + " cannot be read: " + e, e);
    }
  }

  /** What is wanted of a source. */
  private record Order(Dataset dataset, Split split, int count, Runnable signOfLife) {

    String fingerprint(ImageSource source) throws IOException {
      return Fingerprint.of(dataset, split, count, source);
    }

    void decode(ImageSource source, ImageSink sink) throws IOException {
      int imageBytes = ImageSet.CHANNELS * dataset.height() * dataset.width();
      Decoding.of(source, count, imageBytes, sink, signOfLife);
    }

    ImageSet inMemory(ImageSource source) throws IOException {
      ImageSetBuilder builder =
          new ImageSetBuilder(dataset.classes(), dataset.height(), dataset.width(), count);
      decode(source, builder);
      return builder.build();
    }

    void intoFile(ImageSource source, Path file) throws IOException {
      try (ImageFileWriter writer =
          new ImageFileWriter(file, dataset.classes(), dataset.height(), dataset.width(), count)) {
        decode(source, writer);
        writer.finish();
      }
    }
  }

  private static ImageSet cached(Order order, ImageSource source, Path dataDir, String cacheDir)
      throws IOException {
    Path folder = cacheDir.isEmpty() ? dataDir.resolve(CACHE) : Path.of(cacheDir);
    String fingerprint = order.fingerprint(source);
    try {
      return new ImageCache(folder)
          .get(
              fingerprint,
              file -> {
                order.intoFile(source, file);
                if (!order.fingerprint(source).equals(fingerprint)) {
                  throw new DataUnavailableException(
                      "Files of "
                          + order.dataset().title()
                          + " changed while they were read; start again when they are complete.");
                }
              },
              order.signOfLife());
    } catch (IOException e) {
      log.warn(
          "The cache of decoded images cannot be used; every process keeps its own copy. cache={}"
              + " reason={} remedy={}",
          folder,
          e.toString(),
          "name a folder that can be written with --cache or CBD_CACHE");
      return order.inMemory(source);
    }
  }

  private static DataUnavailableException incomplete(
      Dataset dataset, Split split, ImageSource source, int wanted) {
    String setting = split == Split.TRAIN ? "trainImages" : "testImages";
    String part = split == Split.TRAIN ? "training" : "test";
    return new DataUnavailableException(
        String.format(
            "%s has %d %s images in %s where %d are wanted. Complete it, or use what is there with"
                + " %s: %d or less.",
            dataset.title(), source.size(), part, source.folder(), wanted, setting, source.size()));
  }
}
