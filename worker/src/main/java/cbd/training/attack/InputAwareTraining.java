package cbd.training.attack;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Activation;
import cbd.domain.LabelMapping;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.TriggerNetworks;
import cbd.training.attack.AttackerImages.Batch;
import cbd.training.data.ImageSet;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.FeatureNetwork.Mode;
import cbd.training.network.Networks;
import cbd.training.network.Parameters;
import cbd.training.optimizer.Adam;
import cbd.training.optimizer.NesterovSgd;
import cbd.training.optimizer.Optimizer;
import cbd.training.random.SplitMix;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains the networks of the input-aware attack from scratch, in the order of its authors' code:
 * the mask network by itself, then, with that frozen, pattern network and classifier together. Of
 * each batch of the joint epochs some images get their own trigger and the wanted label, some
 * another image's and keep theirs.
 *
 * <p>Five things differ from that code: all networks see pixels in 0..1, as the trial does that is
 * attacked with them; the pattern network's gradients do not pile up over the steps; the
 * classifier's momentum is Nesterov's; distances have a floor; and gradients a largest length,
 * since few and small batches now and then have exploding ones.
 */
final class InputAwareTraining {
  private static final Logger log = LoggerFactory.getLogger(InputAwareTraining.class);
  private static final double BETA1 = 0.5;
  private static final double BETA2 = 0.9;
  private static final double MOMENTUM = 0.9;
  private static final double WEIGHT_DECAY = 5e-4;
  private static final double FLOOR = 1e-4;
  private static final float LONGEST_GRADIENT = 10;

  private final TriggerNetworks settings;
  private final LabelMapping mapping;
  private final AttackerImages images;
  private final Workshop workshop;
  private final long seed;
  private final List<Epoch> epochs = new ArrayList<>();
  private int leftOut;

  /**
   * Means over an epoch's steps.
   *
   * @param loss what was minimised
   * @param coverage mean of the masks, 0..1
   */
  record Epoch(double loss, double coverage) {}

  /** A step on a batch and as many images of another order; returns loss and coverage, [2]. */
  private interface Step {
    NDArray take(Batch batch, NDArray others);
  }

  InputAwareTraining(
      TriggerNetworks settings, LabelMapping mapping, ImageSet all, Workshop workshop, long seed) {
    this.settings = settings;
    this.mapping = mapping;
    this.workshop = workshop;
    this.seed = seed;
    images = new AttackerImages(all, settings.images(), settings.batchSize());
  }

  /** Trains both networks. */
  void train(InputAwareTrigger trigger) {
    trainMask(trigger.mask());
    trainJointly(trigger);
    if (leftOut > 0) {
      log.warn("Gradients of the attacker's networks were not finite. steps={}", leftOut);
    }
  }

  /** The epochs so far, mask epochs first. */
  List<Epoch> epochs() {
    return List.copyOf(epochs);
  }

  private void trainMask(TriggerNetwork mask) {
    NDArray flat = mask.parameters().flat();
    try (Optimizer adam =
        new Adam(workshop.manager(), flat, settings.maskLearningRate(), BETA1, BETA2)) {
      for (int epoch = 0; epoch < settings.maskEpochs(); epoch++) {
        adam.learningRate(
            TriggerNetworks.decayed(
                settings.maskLearningRate(), settings.maskLrMilestones(), epoch));
        pass(epoch, (batch, others) -> maskStep(mask, adam, batch.pixels(), others));
      }
    }
  }

  private NDArray maskStep(TriggerNetwork mask, Optimizer adam, NDArray images, NDArray others) {
    List<NDArray> variables = mask.parameters().variables(images.getManager());
    NDArray own = TriggerNetwork.threshold(mask.forward(images, variables));
    NDArray other = TriggerNetwork.threshold(mask.forward(others, variables));
    NDArray tooMuch = Activation.relu(own.sub(settings.density())).mean();
    NDArray loss =
        tooMuch
            .mul((float) settings.densityWeight())
            .add(sameness(images, others, own, other).mul((float) settings.diversityWeight()));
    move(adam, mask.parameters().gradientOf(loss));
    return summary(loss, own);
  }

  private void trainJointly(InputAwareTrigger trigger) {
    TriggerNetwork pattern = trigger.pattern();
    try (FeatureNetwork classifier =
            Networks.create(
                workshop.manager(),
                settings.classifier(),
                images.classes(),
                SplitMix.at(seed, "attacker's classifier").nextLong());
        Optimizer adam =
            new Adam(
                workshop.manager(),
                pattern.parameters().flat(),
                settings.patternLearningRate(),
                BETA1,
                BETA2);
        Optimizer sgd =
            new NesterovSgd(
                workshop.manager(),
                classifier.parameters().flat(),
                settings.classifierLearningRate(),
                MOMENTUM,
                WEIGHT_DECAY)) {
      for (int epoch = 0; epoch < settings.jointEpochs(); epoch++) {
        adam.learningRate(
            TriggerNetworks.decayed(
                settings.patternLearningRate(), settings.jointLrMilestones(), epoch));
        sgd.learningRate(
            TriggerNetworks.decayed(
                settings.classifierLearningRate(), settings.jointLrMilestones(), epoch));
        pass(
            settings.maskEpochs() + epoch,
            (batch, others) -> jointStep(trigger, classifier, adam, sgd, batch, others));
      }
    }
  }

  private NDArray jointStep(
      InputAwareTrigger trigger,
      FeatureNetwork classifier,
      Optimizer adam,
      Optimizer sgd,
      Batch batch,
      NDArray others) {
    int n = batch.labels().length;
    int attacked = (int) Math.ceil(n * settings.attackShare());
    int crossed = Math.min(n - attacked, (int) Math.ceil(n * settings.crossShare()));
    NDArray own = rows(batch.pixels(), 0, attacked);
    // One pass for both, so that the normalisation's statistics see them together.
    NDArray givers = own.concat(rows(others, attacked, attacked + crossed));
    List<NDArray> variables = trigger.pattern().parameters().variables(givers.getManager());
    NDArray patterns = trigger.pattern().forward(givers, variables);
    NDArray masks = trigger.masks(givers);
    NDArray stamped =
        InputAwareTrigger.mixed(rows(batch.pixels(), 0, attacked + crossed), patterns, masks);
    NDArray seen = stamped.concat(rows(batch.pixels(), attacked + crossed, n));
    NDArray logits = classifier.forward(seen, Mode.LEARN).logits();
    NDArray loss = Batch.crossEntropy(logits, labels(batch.labels(), attacked));
    int pairs = Math.min(attacked, crossed);
    if (pairs > 0) {
      NDArray different =
          sameness(
              rows(own, 0, pairs),
              rows(givers, attacked, attacked + pairs),
              rows(patterns, 0, pairs),
              rows(patterns, attacked, attacked + pairs));
      loss = loss.add(different.mul((float) settings.diversityWeight()));
    }
    List<NDArray> gradients =
        Parameters.gradientsOf(loss, trigger.pattern().parameters(), classifier.parameters());
    move(adam, gradients.get(0));
    move(sgd, gradients.get(1));
    return summary(loss, masks);
  }

  /** Steps against a gradient, at most of length 10; one that is not finite is left out. */
  private void move(Optimizer optimizer, NDArray gradient) {
    float length = gradient.norm().toFloatArray()[0];
    if (!Float.isFinite(length)) {
      leftOut++;
      return;
    }
    if (length > LONGEST_GRADIENT) {
      gradient.muli(LONGEST_GRADIENT / length);
    }
    optimizer.step(gradient);
  }

  private int[] labels(int[] labels, int attacked) {
    int[] wanted = labels.clone();
    for (int i = 0; i < attacked; i++) {
      wanted[i] = mapping.wanted(labels[i], images.classes());
    }
    return wanted;
  }

  /** How much alike the outputs for different images are: mean of dist(x₁, x₂) / dist(o₁, o₂). */
  private static NDArray sameness(NDArray x1, NDArray x2, NDArray o1, NDArray o2) {
    return distance(x1, x2).div(distance(o1, o2).add(1e-7)).mean();
  }

  /**
   * Root mean square difference of each image, [n]; of equal ones 1e-4. Without that floor the
   * gradient of a quotient by it explodes when the masks of two images are empty.
   */
  private static NDArray distance(NDArray a, NDArray b) {
    NDArray difference = a.sub(b).reshape(a.getShape().get(0), -1);
    return difference.square().mean(new int[] {1}).add(FLOOR * FLOOR).sqrt();
  }

  private static NDArray summary(NDArray loss, NDArray masks) {
    return loss.stopGradient().reshape(1).concat(masks.stopGradient().mean().reshape(1));
  }

  private static NDArray rows(NDArray array, int from, int to) {
    return array.get(new NDIndex(from + ":" + to));
  }

  /** Goes through all images once, beside as many in another order. */
  private void pass(int epoch, Step step) {
    int all = settings.maskEpochs() + settings.jointEpochs();
    int[] order = SplitMix.at(seed, "order", epoch).permutation(images.size());
    int[] otherOrder = SplitMix.at(seed, "other order", epoch).permutation(images.size());
    double loss = 0;
    double coverage = 0;
    for (int i = 0; i < images.steps(); i++) {
      try (NDManager manager = workshop.manager().newSubManager()) {
        Batch batch = images.batch(order, i, manager);
        NDArray others = images.batch(otherOrder, i, manager).pixels();
        float[] told = step.take(batch, others).toFloatArray();
        double share = (double) batch.labels().length / images.size();
        loss += told[0] * share;
        coverage += told[1] * share;
      }
      Progress progress = new Progress(Phase.ATTACK, epoch + 1, all, i + 1, images.steps(), 0);
      workshop.listener().accept(progress);
    }
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException(
          "the loss of the attacker's networks must stay finite, but was "
              + loss
              + " in epoch "
              + (epoch + 1)
              + " of "
              + all
              + "; a smaller learning rate may help");
    }
    epochs.add(new Epoch(loss, coverage));
    log.info(
        "Attacker's networks trained for an epoch. epoch={} of={} loss={} coverage={}",
        epoch + 1,
        all,
        loss,
        coverage);
  }
}
