package cbd.training.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import cbd.domain.Dataset;
import cbd.domain.Phase;
import cbd.training.defense.Batches;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The same noise images again and again, handed over as real ones are: a new array per batch. */
final class SyntheticBatches implements Batches {
  private final int batchSize;
  private final int steps;
  private final float[] pixels;
  private final long[] labels;
  private final Shape shape;

  SyntheticBatches(Dataset like, int batchSize, int steps, RandomGenerator random) {
    this.batchSize = batchSize;
    this.steps = steps;
    shape = new Shape(batchSize, 3, like.height(), like.width());
    pixels = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextInt(256) / 255f;
    }
    labels = new long[batchSize];
    for (int i = 0; i < batchSize; i++) {
      labels[i] = random.nextInt(like.classes());
    }
  }

  @Override
  public int images() {
    return batchSize * steps;
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public Epoch epoch(Phase phase, int epoch, Pass pass) {
    return new Epoch() {
      private int done;

      @Override
      public int[] order() {
        return IntStream.range(0, images()).toArray();
      }

      @Override
      public boolean hasNext() {
        return done < steps;
      }

      @Override
      public Batch next(NDManager step) {
        done++;
        NDArray images = step.create(pixels, shape);
        return new Batch(images, step.create(labels));
      }
    };
  }
}
