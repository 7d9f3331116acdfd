package cbd.training.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.domain.Augmentation;
import cbd.domain.Phase;
import cbd.domain.Seeds;
import cbd.training.data.ImageSet;
import cbd.training.data.PixelBuffer;
import cbd.training.defense.Batches;
import cbd.training.defense.DeviceBatches;
import cbd.training.random.SplitMix;
import java.util.Optional;

/**
 * Batches of a set of images in memory. Order and augmentation of an epoch are functions of the
 * trial's seeds and of (phase, epoch, pass), so that any epoch can be the first. Not thread-safe;
 * one epoch at a time, since all share one buffer.
 */
public final class ImageBatches implements Batches {
  private final ImageSet images;
  private final int batchSize;
  private final Seeds seeds;
  private final Augmenter augmenter;
  private final PixelBuffer buffer;
  private final byte[] image;

  /**
   * Makes the batches of one trial.
   *
   * @param images at least one
   * @param batchSize images of every batch but the last, which may be smaller
   */
  public ImageBatches(ImageSet images, Augmentation augmentation, int batchSize, Seeds seeds) {
    this.images = images;
    this.batchSize = Math.min(batchSize, images.size());
    this.seeds = seeds;
    this.augmenter = Augmenter.of(augmentation, images.height(), images.width());
    this.buffer = new PixelBuffer(this.batchSize, images);
    this.image = new byte[images.imageBytes()];
  }

  @Override
  public int images() {
    return images.size();
  }

  @Override
  public int steps() {
    return (images.size() + batchSize - 1) / batchSize;
  }

  @Override
  public Optional<DeviceBatches> onDevice(NDManager parent) {
    return Optional.of(new ResidentBatches(parent, this));
  }

  ImageSet imageSet() {
    return images;
  }

  int batchSize() {
    return batchSize;
  }

  Augmenter augmenter() {
    return augmenter;
  }

  @Override
  public Walk epoch(Phase phase, int epoch, Pass pass) {
    String use = phase + "/" + pass;
    long shuffle = seeds.of(Seeds.Stream.SHUFFLE, phase);
    int[] order = SplitMix.at(shuffle, use, epoch).permutation(images.size());
    return new Walk(order, SplitMix.at(seeds.of(Seeds.Stream.AUGMENTATION, phase), use, epoch));
  }

  /** One pass over the images. */
  final class Walk implements Epoch {
    private final int[] order;
    private final SplitMix chance;
    private int done = 0;

    private Walk(int[] order, SplitMix chance) {
      this.order = order;
      this.chance = chance;
    }

    @Override
    public int[] order() {
      return order.clone();
    }

    /** The index of the next image. */
    int nextImage() {
      return order[done++];
    }

    /** What chance decides for the image that came last. */
    Draw draw() {
      return augmenter.draw(chance);
    }

    @Override
    public boolean hasNext() {
      return done < order.length;
    }

    @Override
    public void skip(int batches) {
      int end = (int) Math.min(order.length, done + (long) batches * batchSize);
      while (done < end) {
        nextImage();
        draw();
      }
    }

    @Override
    public Batch next(NDManager step) {
      int n = Math.min(batchSize, order.length - done);
      long[] labels = new long[n];
      for (int i = 0; i < n; i++) {
        int index = nextImage();
        images.copyImage(index, image);
        buffer.put(augmenter.apply(image, draw()));
        labels[i] = images.label(index);
      }
      NDArray pixels = buffer.drain(step);
      return new Batch(pixels, step.create(labels));
    }
  }
}
