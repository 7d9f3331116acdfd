package cbd.training.attack;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.Watermark;
import cbd.training.attack.AttackerImages.Batch;
import cbd.training.data.ImageSet;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.FeatureNetwork.Mode;
import cbd.training.network.Networks;
import cbd.training.optimizer.NesterovSgd;
import cbd.training.optimizer.Optimizer;
import cbd.training.random.SplitMix;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a Trojan's watermark as BackdoorBench does: trains a clean model, picks the neurons before
 * its last layer with the largest sums of absolute weights, and moves noise in the watermark's
 * region by the sign of the gradient until they answer as strongly as wished.
 */
final class WatermarkSearch {
  private static final Logger log = LoggerFactory.getLogger(WatermarkSearch.class);
  private static final double MOMENTUM = 0.9;
  private static final double WEIGHT_DECAY = 5e-4;
  private static final double GOOD_ENOUGH = 1e-3;
  private static final int STEPS_PER_SIGN_OF_LIFE = 20;

  private final Watermark.Generated settings;
  private final ImageSet train;
  private final Workshop workshop;
  private final long seed;

  WatermarkSearch(Watermark.Generated settings, ImageSet train, Workshop workshop, long seed) {
    this.settings = settings;
    this.train = train;
    this.workshop = workshop;
    this.seed = seed;
  }

  /**
   * What was found.
   *
   * @param pattern [3][side][side], 0..255
   * @param firstCost mean squared distance of the answers from the wished one, at the noise
   * @param cost the same at the pattern
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Found(double[][][] pattern, double firstCost, double cost) {}

  /**
   * Trains and searches.
   *
   * @param top row of the watermark's upper edge
   * @param left column of its left edge
   * @param side pixels
   */
  Found find(int top, int left, int side) {
    try (FeatureNetwork model =
        Networks.create(
            workshop.manager(),
            settings.model(),
            train.classes(),
            SplitMix.at(seed, "attacker's model").nextLong())) {
      train(model);
      return search(model, top, left, side);
    }
  }

  private void train(FeatureNetwork model) {
    AttackerImages images = new AttackerImages(train, settings.images(), settings.batchSize());
    try (Optimizer sgd =
        new NesterovSgd(
            workshop.manager(),
            model.parameters().flat(),
            settings.learningRate(),
            MOMENTUM,
            WEIGHT_DECAY)) {
      for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
        int[] order = SplitMix.at(seed, "order", epoch).permutation(images.size());
        for (int i = 0; i < images.steps(); i++) {
          try (NDManager manager = workshop.manager().newSubManager()) {
            Batch batch = images.batch(order, i, manager);
            NDArray logits = model.forward(batch.pixels(), Mode.LEARN).logits();
            NDArray loss = Batch.crossEntropy(logits, batch.labels());
            sgd.step(model.parameters().gradientOf(loss));
          }
          workshop
              .listener()
              .accept(
                  new Progress(Phase.ATTACK, epoch, settings.epochs(), i + 1, images.steps(), 0));
        }
      }
    }
  }

  private Found search(FeatureNetwork model, int top, int left, int side) {
    int[] neurons = weightiest(model);
    double[] noise = noise(side);
    double[] region = noise.clone();
    double[] best = region;
    double bestCost = Double.POSITIVE_INFINITY;
    double firstCost = 0;
    int steps = 0;
    while (steps < settings.steps() && bestCost >= GOOD_ENOUGH) {
      try (NDManager manager = workshop.manager().newSubManager()) {
        NDArray x = image(region, top, left, side, manager);
        x.setRequiresGradient(true);
        JniUtils.setGradMode(true);
        NDArray cost = cost(model.forward(x, Mode.EVALUATE).embedding(), neurons);
        JniUtils.backward((PtNDArray) cost, (PtNDArray) cost.onesLike(), false, false);
        JniUtils.setGradMode(false);
        double value = cost.toFloatArray()[0];
        firstCost = steps == 0 ? value : firstCost;
        if (value < bestCost) {
          bestCost = value;
          best = region.clone();
        }
        move(region, noise, x.getGradient().toFloatArray(), top, left, side);
      }
      if (++steps % STEPS_PER_SIGN_OF_LIFE == 0) {
        workshop.signOfLife();
      }
    }
    log.info("Watermark found. steps={} costOfNoise={} cost={}", steps, firstCost, bestCost);
    return new Found(greyLevels(best, side), firstCost, bestCost);
  }

  /** Columns of the last layer's weight with the largest sums of absolute values. */
  private int[] weightiest(FeatureNetwork model) {
    NDArray last = null;
    for (NDArray parameter : model.parameters().byName().values()) {
      last = parameter.getShape().dimension() == 2 ? parameter : last;
    }
    if (last == null) {
      throw new IllegalStateException(settings.model() + " has no linear layer");
    }
    float[] weights = last.toFloatArray();
    int width = model.embeddingWidth();
    double[] sums = new double[width];
    for (int i = 0; i < weights.length; i++) {
      sums[i % width] += Math.abs(weights[i]);
    }
    return IntStream.range(0, width)
        .boxed()
        .sorted((a, b) -> Double.compare(sums[b], sums[a]))
        .limit(settings.neurons())
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private double[] noise(int side) {
    SplitMix random = SplitMix.at(seed, "watermark");
    double[] noise = new double[ImageSet.CHANNELS * side * side];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextDouble();
    }
    return noise;
  }

  private NDArray image(double[] region, int top, int left, int side, NDManager manager) {
    float[] pixels = new float[train.imageBytes()];
    for (int i = 0; i < region.length; i++) {
      pixels[place(i, top, left, side)] = (float) region[i];
    }
    Shape shape = new Shape(1, ImageSet.CHANNELS, train.height(), train.width());
    // A copy, for what is made from Java numbers cannot have a gradient of its own.
    return manager.create(pixels, shape).duplicate();
  }

  private int place(int i, int top, int left, int side) {
    int channel = i / (side * side);
    int row = top + i / side % side;
    int column = left + i % side;
    return (channel * train.height() + row) * train.width() + column;
  }

  private NDArray cost(NDArray embedding, int[] neurons) {
    NDList answers = new NDList();
    for (int neuron : neurons) {
      answers.add(embedding.get(":, " + neuron));
    }
    NDArray wished = answers.get(0).onesLike().mul(settings.activation());
    NDArray sum = answers.get(0).sub(wished).square();
    for (int i = 1; i < neurons.length; i++) {
      sum = sum.add(answers.get(i).sub(wished).square());
    }
    return sum.mean().div(neurons.length);
  }

  private void move(
      double[] region, double[] noise, float[] gradient, int top, int left, int side) {
    for (int i = 0; i < region.length; i++) {
      double slope = Math.signum(gradient[place(i, top, left, side)]);
      double moved = region[i] - settings.stepSize() * slope;
      double low = Math.max(0, noise[i] - settings.epsilon());
      double high = Math.min(1, noise[i] + settings.epsilon());
      region[i] = Math.min(high, Math.max(low, moved));
    }
  }

  private static double[][][] greyLevels(double[] region, int side) {
    double[][][] pattern = new double[ImageSet.CHANNELS][side][side];
    for (int i = 0; i < region.length; i++) {
      pattern[i / (side * side)][i / side % side][i % side] = Math.round(255 * region[i]);
    }
    return pattern;
  }
}
