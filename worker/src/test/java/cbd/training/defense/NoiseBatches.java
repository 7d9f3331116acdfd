package cbd.training.defense;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import cbd.domain.Phase;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Small noise images whose class shows in their brightness: a function of epoch and pass. */
record NoiseBatches(int images, int batchSize, int side) implements Batches {

  @Override
  public int steps() {
    return (images + batchSize - 1) / batchSize;
  }

  @Override
  public Epoch epoch(Phase phase, int epoch, Pass pass) {
    SplittableRandom random =
        new SplittableRandom(1000L * phase.name().length() + 10L * epoch + pass.name().length());
    return new Epoch() {
      private int left = images;

      @Override
      public int[] order() {
        return IntStream.range(0, images).map(i -> images - 1 - i).toArray();
      }

      @Override
      public boolean hasNext() {
        return left > 0;
      }

      @Override
      public void skip(int batches) {
        for (int i = 0; i < batches; i++) {
          try (NDManager unused = NDManager.newBaseManager()) {
            next(unused);
          }
        }
      }

      @Override
      public Batch next(NDManager step) {
        int n = Math.min(left, batchSize);
        left -= n;
        float[] pixels = new float[n * 3 * side * side];
        long[] labels = new long[n];
        for (int i = 0; i < n; i++) {
          labels[i] = random.nextInt(10);
          for (int j = 0; j < 3 * side * side; j++) {
            pixels[i * 3 * side * side + j] =
                (float) (0.05 * labels[i] + 0.5 * random.nextDouble());
          }
        }
        return new Batch(step.create(pixels, new Shape(n, 3, side, side)), step.create(labels));
      }
    };
  }
}
