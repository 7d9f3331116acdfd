package cbd.domain;

import cbd.text.About;
import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Rules;
import java.util.List;

/** How the network that is measured in the end is trained: SGD with Nesterov momentum. */
@About("How the final network is trained: SGD with Nesterov momentum.")
public record Training(
    @About("Passes over the training set (CBD: of its clean model, T2).")
        @Between(min = 1, max = 10_000)
        @Default("100")
        int epochs,
    @About("Images per step; the last batch of an epoch may be smaller.")
        @Between(min = 2, max = 8192)
        @Default("64")
        int batchSize,
    @About("Learning rate before the first milestone.")
        @Between(min = 1e-9, max = 10)
        @Default("0.1")
        double learningRate,
    @About("Epochs, counted from 0, at which the learning rate is multiplied by lrGamma.")
        @Between(min = 1, max = 10_000)
        @Default("[20, 70]")
        List<Integer> lrMilestones,
    @About("Factor on the learning rate at each milestone.")
        @Between(min = 0, max = 1)
        @Default("0.1")
        double lrGamma,
    @About("Nesterov momentum.") @Between(min = 0, max = 0.9999) @Default("0.9") double momentum,
    @About("Weight decay on all parameters.") @Between(min = 0, max = 1) @Default("1e-4")
        double weightDecay,
    @About("What is done to an image each time it is drawn.") @Default("standard")
        Augmentation augmentation,
    @About("What is done to an image's values, in training and in measurement.") @Default("none")
        Normalization normalization) {

  public Training {
    Rules.check(
        Training.class,
        epochs,
        batchSize,
        learningRate,
        lrMilestones,
        lrGamma,
        momentum,
        weightDecay,
        augmentation,
        normalization);
    lrMilestones = List.copyOf(lrMilestones);
    Rules.refuse(StepDecay.broken("lrMilestones", lrMilestones));
  }

  /** Without normalisation. */
  public Training(
      int epochs,
      int batchSize,
      double learningRate,
      List<Integer> lrMilestones,
      double lrGamma,
      double momentum,
      double weightDecay,
      Augmentation augmentation) {
    this(
        epochs,
        batchSize,
        learningRate,
        lrMilestones,
        lrGamma,
        momentum,
        weightDecay,
        augmentation,
        new Normalization.None());
  }

  /** The learning rate of a 0-based epoch. */
  public double learningRateAt(int epoch) {
    return new StepDecay(learningRate, lrMilestones, lrGamma).at(epoch);
  }
}
