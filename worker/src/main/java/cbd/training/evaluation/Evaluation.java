package cbd.training.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import cbd.domain.Scores;
import cbd.training.attack.TriggeredSet;
import cbd.training.data.DeviceImages;
import cbd.training.data.ImageSet;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.FeatureNetwork.Mode;

/**
 * Clean accuracy, also without the target class, attack success rate and robust accuracy, as the
 * CBD authors measure them: plain argmax, running statistics, no augmentation. Deterministic.
 */
public final class Evaluation implements AutoCloseable {
  /** Keeps the activations of a pass small; no result depends on it. */
  private static final int BATCH = 256;

  private final NDManager manager;
  private final ImageSet test;
  private final TriggeredSet triggered;
  private final DeviceImages testImages;
  private final DeviceImages triggeredImages;

  /**
   * Copies the images to the device, for many measurements.
   *
   * @param manager parent of the arrays used meanwhile; names the device
   * @param test all clean test images
   * @param triggered those that count for the attack's success, with the trigger
   */
  public Evaluation(NDManager manager, ImageSet test, TriggeredSet triggered) {
    this.manager = manager;
    this.test = test;
    this.triggered = triggered;
    testImages = new DeviceImages(manager, test);
    triggeredImages = new DeviceImages(manager, triggered.images());
  }

  /**
   * Measures a network once.
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
    try (Evaluation evaluation = new Evaluation(manager, test, triggered)) {
      return evaluation.of(network, afterBatch);
    }
  }

  /**
   * Measures a network.
   *
   * @param afterBatch run after each batch: a sign of life, and by an exception the way out
   * @return with an ASR and RA of 0, and no CA over non-target classes, when no image counts
   */
  public Scores of(FeatureNetwork network, Runnable afterBatch) {
    int[] clean = predictions(manager, network, testImages, afterBatch);
    int[] stamped = predictions(manager, network, triggeredImages, afterBatch);
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
      NDManager manager, FeatureNetwork network, DeviceImages images, Runnable afterBatch) {
    try (NDManager answers = manager.newSubManager()) {
      NDList predicted = new NDList();
      for (int start = 0; start < images.size(); start += BATCH) {
        int end = Math.min(images.size(), start + BATCH);
        try (NDManager batch = manager.newSubManager()) {
          NDArray inputs = images.batch(batch, start, end);
          NDArray classes = classes(network.forward(inputs, Mode.EVALUATE).logits());
          classes.attach(answers);
          predicted.add(classes);
        }
        afterBatch.run();
      }
      // Read once at the end: reading makes the host wait for the device.
      return predicted.isEmpty() ? new int[0] : NDArrays.concat(predicted).toIntArray();
    }
  }

  /**
   * The index of the largest logit, the lowest of equal ones; −1 when one is NaN.
   *
   * @param logits [n, classes]
   * @return [n], int32
   */
  static NDArray classes(NDArray logits) {
    NDArray nonsense = logits.isNaN().toType(DataType.INT32, false).max(new int[] {1});
    NDArray largest = logits.argMax(1).toType(DataType.INT32, false);
    return largest.mul(nonsense.neg().add(1)).sub(nonsense);
  }

  @Override
  public void close() {
    testImages.close();
    triggeredImages.close();
  }
}
