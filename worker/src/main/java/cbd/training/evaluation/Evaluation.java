package cbd.training.evaluation;

import ai.djl.ndarray.NDManager;
import cbd.domain.Scores;
import cbd.training.attack.TriggeredSet;
import cbd.training.data.ImageSet;
import cbd.training.data.PixelBuffer;
import cbd.training.network.FeatureNetwork;

/**
 * Clean accuracy, also without the target class, attack success rate and robust accuracy, as the
 * CBD authors measure them: plain argmax, running statistics, no augmentation. Deterministic.
 */
public final class Evaluation {
  /** Keeps the activations of a pass small; no result depends on it. */
  private static final int BATCH = 256;

  private Evaluation() {}

  /**
   * Measures a network.
   *
   * @param manager parent of the arrays used meanwhile; all are freed at the end
   * @param test all clean test images
   * @param triggered those that count for the attack's success, with the trigger
   * @param afterBatch run after each batch: a sign of life, and by an exception the way out
   * @return with an ASR and RA of 0, and no CA over non-target classes, when no image counts
   */
  public static Scores of(
      NDManager manager,
      FeatureNetwork network,
      ImageSet test,
      TriggeredSet triggered,
      Runnable afterBatch) {
    int[] clean = predictions(manager, network, test, afterBatch);
    int[] stamped = predictions(manager, network, triggered.images(), afterBatch);
    int correct = 0;
    int counting = 0;
    int correctOfCounting = 0;
    for (int i = 0; i < clean.length; i++) {
      int hit = clean[i] == test.label(i) ? 1 : 0;
      correct += hit;
      if (triggered.counts(test.label(i))) {
        counting++;
        correctOfCounting += hit;
      }
    }
    int succeeded = 0;
    int robust = 0;
    for (int i = 0; i < stamped.length; i++) {
      succeeded += stamped[i] == triggered.wanted(i) ? 1 : 0;
      robust += stamped[i] == triggered.images().label(i) ? 1 : 0;
    }
    return new Scores(
        share(correct, clean.length),
        share(succeeded, stamped.length),
        share(robust, stamped.length),
        counting == 0 ? Double.NaN : share(correctOfCounting, counting));
  }

  private static double share(int count, int all) {
    return all == 0 ? 0 : (double) count / all;
  }

  /** The predicted class of each image; −1 where the network's answer is not a number. */
  static int[] predictions(
      NDManager manager, FeatureNetwork network, ImageSet images, Runnable afterBatch) {
    int[] predictions = new int[images.size()];
    PixelBuffer buffer = new PixelBuffer(Math.min(BATCH, Math.max(1, images.size())), images);
    byte[] image = new byte[images.imageBytes()];
    for (int start = 0; start < predictions.length; start += BATCH) {
      int end = Math.min(predictions.length, start + BATCH);
      for (int i = start; i < end; i++) {
        images.copyImage(i, image);
        buffer.put(image);
      }
      try (NDManager batch = manager.newSubManager()) {
        float[] logits =
            network
                .forward(buffer.drain(batch), FeatureNetwork.Mode.EVALUATE)
                .logits()
                .toFloatArray();
        int classes = logits.length / (end - start);
        for (int i = start; i < end; i++) {
          predictions[i] = argmax(logits, (i - start) * classes, classes);
        }
      }
      afterBatch.run();
    }
    return predictions;
  }

  /** The index of the largest value, the lowest of equal ones; −1 when a value is NaN. */
  static int argmax(float[] values, int from, int count) {
    int best = 0;
    for (int i = 0; i < count; i++) {
      if (Float.isNaN(values[from + i])) {
        return -1;
      }
      if (values[from + i] > values[from + best]) {
        best = i;
      }
    }
    return best;
  }
}
