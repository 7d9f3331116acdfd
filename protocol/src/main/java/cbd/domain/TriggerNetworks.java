package cbd.domain;

import cbd.text.About;
import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Rules;
import java.util.List;

/**
 * How an input-aware attacker trains his networks: first the mask network, which says where an
 * image is changed, then the pattern network, which says to what, together with a classifier that
 * learns to obey. The defaults are a cheap equivalent of the authors' 25 and 600 epochs.
 */
@About("How an input-aware attacker trains the networks that make triggers.")
public record TriggerNetworks(
    @About("Training images the attacker uses, the first n; 0: all.")
        @Between(min = 0)
        @Default("0")
        int images,
    @About("The attacker's own classifier; thrown away in the end.") @Default("wrn-16-1")
        Architecture classifier,
    @About("Images per step.") @Between(min = 2, max = 8192) @Default("128") int batchSize,
    @About("Epochs of the mask network.") @Between(min = 1, max = 10_000) @Default("10")
        int maskEpochs,
    @About("Epochs of classifier and pattern network.")
        @Between(min = 1, max = 10_000)
        @Default("30")
        int jointEpochs,
    @About("Learning rate of the mask network (Adam, betas 0.5 and 0.9).")
        @Between(min = 1e-9, max = 10)
        @Default("0.01")
        double maskLearningRate,
    @About("Epochs of the mask network, from 0, at which its rate is divided by ten.")
        @Between(min = 1, max = 10_000)
        @Default("[4, 8]")
        List<Integer> maskLrMilestones,
    @About("Learning rate of the pattern network (Adam, betas 0.5 and 0.9).")
        @Between(min = 1e-9, max = 10)
        @Default("0.01")
        double patternLearningRate,
    @About("Learning rate of the classifier (SGD, Nesterov momentum 0.9, weight decay 5e-4).")
        @Between(min = 1e-9, max = 10)
        @Default("0.01")
        double classifierLearningRate,
    @About("Joint epochs, from 0, at which both rates are divided by ten.")
        @Between(min = 1, max = 10_000)
        @Default("[15, 25]")
        List<Integer> jointLrMilestones,
    @About("Share of each batch that gets its own trigger and the wanted label.")
        @Between(min = 0.001, max = 0.5)
        @Default("0.1")
        double attackShare,
    @About("Share of each batch that gets another image's trigger and keeps its label.")
        @Between(min = 0, max = 0.5)
        @Default("0.1")
        double crossShare,
    @About("Share of an image that its mask may cover for free.")
        @Between(min = 0, max = 1)
        @Default("0.032")
        double density,
    @About("Weight of what a mask covers beyond that.")
        @Between(min = 0, max = 1e6)
        @Default("100.0")
        double densityWeight,
    @About("Weight of the demand that different images have different masks and patterns.")
        @Between(min = 0, max = 1e6)
        @Default("1.0")
        double diversityWeight) {

  public TriggerNetworks {
    Rules.check(
        TriggerNetworks.class,
        images,
        classifier,
        batchSize,
        maskEpochs,
        jointEpochs,
        maskLearningRate,
        maskLrMilestones,
        patternLearningRate,
        classifierLearningRate,
        jointLrMilestones,
        attackShare,
        crossShare,
        density,
        densityWeight,
        diversityWeight);
    maskLrMilestones = List.copyOf(maskLrMilestones);
    jointLrMilestones = List.copyOf(jointLrMilestones);
    Rules.refuse(
        StepDecay.tooMany("maskLrMilestones", maskLrMilestones),
        StepDecay.tooMany("jointLrMilestones", jointLrMilestones));
  }

  /** A rate divided by ten for each milestone reached in a 0-based epoch. */
  public static double decayed(double rate, List<Integer> milestones, int epoch) {
    for (int milestone : milestones) {
      rate = epoch >= milestone ? rate * 0.1 : rate;
    }
    return rate;
  }
}
