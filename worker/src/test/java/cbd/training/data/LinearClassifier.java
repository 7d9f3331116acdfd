package cbd.training.data;

import cbd.training.random.SplitMix;

/**
 * Multinomial logistic regression on raw pixels, trained by SGD with momentum: what a model without
 * any idea of images can get out of a set.
 */
final class LinearClassifier {
  private static final int BATCH = 50;
  private static final float MOMENTUM = 0.9f;

  private final int classes;
  private final int inputs;
  private final float[][] weights;
  private final float[][] velocity;

  LinearClassifier(ImageSet like) {
    classes = like.classes();
    inputs = like.imageBytes() + 1;
    weights = new float[classes][inputs];
    velocity = new float[classes][inputs];
  }

  /** One pass over a set. */
  void train(float[][] images, ImageSet set, float rate, float decay, SplitMix random) {
    int[] order = random.permutation(set.size());
    float[][] gradient = new float[classes][inputs];
    for (int i = 0; i < order.length; i++) {
      float[] shares = shares(images[order[i]]);
      shares[set.label(order[i])] -= 1;
      for (int k = 0; k < classes; k++) {
        add(gradient[k], shares[k] / BATCH, images[order[i]]);
      }
      if ((i + 1) % BATCH == 0) {
        step(gradient, rate, decay);
      }
    }
  }

  private void step(float[][] gradient, float rate, float decay) {
    for (int k = 0; k < classes; k++) {
      for (int j = 0; j < inputs; j++) {
        velocity[k][j] = MOMENTUM * velocity[k][j] + gradient[k][j] + decay * weights[k][j];
        weights[k][j] -= rate * velocity[k][j];
        gradient[k][j] = 0;
      }
    }
  }

  double accuracy(float[][] images, ImageSet set) {
    int correct = 0;
    for (int i = 0; i < set.size(); i++) {
      float[] shares = shares(images[i]);
      int best = 0;
      for (int k = 1; k < classes; k++) {
        best = shares[k] > shares[best] ? k : best;
      }
      correct += best == set.label(i) ? 1 : 0;
    }
    return (double) correct / set.size();
  }

  /** Softmax of the logits. */
  private float[] shares(float[] image) {
    float[] logits = new float[classes];
    float largest = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      float sum = 0;
      for (int j = 0; j < inputs; j++) {
        sum += weights[k][j] * image[j];
      }
      logits[k] = sum;
      largest = Math.max(largest, sum);
    }
    float total = 0;
    for (int k = 0; k < classes; k++) {
      logits[k] = (float) Math.exp(logits[k] - largest);
      total += logits[k];
    }
    for (int k = 0; k < classes; k++) {
      logits[k] /= total;
    }
    return logits;
  }

  private static void add(float[] sum, float factor, float[] image) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += factor * image[j];
    }
  }

  /** Pixels around zero, and a one for the bias. */
  static float[][] inputs(ImageSet set) {
    float[][] inputs = new float[set.size()][set.imageBytes() + 1];
    byte[] image = new byte[set.imageBytes()];
    for (int i = 0; i < set.size(); i++) {
      set.copyImage(i, image);
      for (int j = 0; j < image.length; j++) {
        inputs[i][j] = ((image[j] & 0xFF) - 128) / 128f;
      }
      inputs[i][image.length] = 1;
    }
    return inputs;
  }
}
