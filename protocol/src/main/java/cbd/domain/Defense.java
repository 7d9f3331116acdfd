package cbd.domain;

import cbd.text.About;
import cbd.text.Between;
import cbd.text.Default;
import cbd.text.InvalidValueException;
import cbd.text.Name;
import cbd.text.Preset;
import cbd.text.Rules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How training resists. One record per defense; its components are its settings. */
@About("How training resists the attack.")
public sealed interface Defense {

  /** Plain cross-entropy on the poisoned set. */
  @Name("none")
  @About("Plain training on the poisoned set.")
  record None() implements Defense {}

  /**
   * CBD (Zhang et al., CVPR 2023, arXiv 2303.06818): a backdoored model stopped after t1 epochs,
   * then a clean model trained on samples weighted by what the backdoored one finds hard, its
   * embedding made independent of the backdoored one's by a critic. Where the paper and the
   * authors' code (repository zaixizhang/CBD) differ there is a setting; {@code docs/defenses.md}
   * has the table.
   */
  @Name("cbd")
  @About("CBD (CVPR 2023): an early stopped backdoored model re-weights the clean model's samples.")
  @Preset(name = "paper", about = "The method as published: the default.", settings = "{}")
  @Preset(
      name = "official-code",
      about = "What the authors' code does when nothing is asked of it: re-weighting alone.",
      settings =
          """
          {"disentangle": false, "backdooredLrBug": true,
           "critic": {"spectralNorm": "sqrt-sigma", "normalizeBiases": true}}""")
  @Preset(
      name = "official-code+disentangle",
      about = "The authors' code with its disentangling flag on.",
      settings =
          """
          {"disentangle": true, "backdooredLrBug": true,
           "critic": {"spectralNorm": "sqrt-sigma", "normalizeBiases": true}}""")
  record Cbd(
      @About("Epochs of the backdoored model (T1).") @Between(min = 1, max = 1000) @Default("5")
          int t1,
      @About("Learning rate of the backdoored model before its first milestone.")
          @Between(min = 1e-9, max = 10)
          @Default("0.1")
          double backdooredLearningRate,
      @About("Epochs of the backdoored model, from 0, at which its rate is multiplied.")
          @Between(min = 1, max = 1000)
          @Default("[]")
          List<Integer> backdooredLrMilestones,
      @About("Factor on the backdoored model's learning rate at each of its milestones.")
          @Between(min = 0, max = 1)
          @Default("0.1")
          double backdooredLrGamma,
      @About(
              "As the authors' code: training.learningRate is the backdoored model's, constant, and"
                  + " the clean model's first rate is 0.1 whatever is set.")
          @Default("false")
          boolean backdooredLrBug,
      @About("What an image weighs in the clean model's loss.") @Default("relative")
          Weights weights,
      @About("Exponent on the relative weights.") @Between(min = 0, max = 100) @Default("1")
          double weightGamma,
      @About("Scale a batch's weights to a mean of 1.") @Default("true") boolean normalizeWeights,
      @About("Factor on the mean squared length of the clean model's embedding in its loss.")
          @Between(min = 0, max = 1000)
          @Default("0")
          double embedL2,
      @About("Make the embeddings independent with a critic.") @Default("true") boolean disentangle,
      @About("Weight of the dependence term in the clean model's loss.")
          @Between(min = 0, max = 1000)
          @Default("0.01")
          double miWeight,
      @About("How embeddings of two images are paired, for the critic to tell from one image's.")
          @Default("roll")
          Shuffle shuffle,
      @About("When the critic is trained.") @Default("pass") CriticSchedule criticSchedule,
      @About("The critic and how it is trained; read only when disentangle is on.") @Default("{}")
          Critic critic)
      implements Defense {
    private static final double FIRST_RATE = 0.1;

    public Cbd {
      Rules.check(
          Cbd.class,
          t1,
          backdooredLearningRate,
          backdooredLrMilestones,
          backdooredLrGamma,
          backdooredLrBug,
          weights,
          weightGamma,
          normalizeWeights,
          embedL2,
          disentangle,
          miWeight,
          shuffle,
          criticSchedule,
          critic);
      backdooredLrMilestones = List.copyOf(backdooredLrMilestones);
      Rules.refuse(
          StepDecay.broken("backdooredLrMilestones", backdooredLrMilestones),
          unread(
              backdooredLrBug && backdooredLearningRate != FIRST_RATE,
              "backdooredLearningRate",
              backdooredLearningRate),
          unread(
              backdooredLrBug && !backdooredLrMilestones.isEmpty(),
              "backdooredLrMilestones",
              backdooredLrMilestones));
    }

    private static @Nullable InvalidValueException unread(
        boolean unread, String component, Object value) {
      return unread
          ? new InvalidValueException(
              component,
              "must be left out while backdooredLrBug is on, which gives the backdoored model the"
                  + " constant rate training.learningRate, but was "
                  + value)
          : null;
    }

    /** The backdoored model's learning rate in a 0-based epoch of its own. */
    public double backdooredRateAt(int epoch, Training training) {
      return backdooredLrBug
          ? training.learningRate()
          : new StepDecay(backdooredLearningRate, backdooredLrMilestones, backdooredLrGamma)
              .at(epoch);
    }

    /** The clean model's learning rate in a 0-based epoch of its own. */
    public double cleanRateAt(int epoch, Training training) {
      return backdooredLrBug
          ? new StepDecay(FIRST_RATE, training.lrMilestones(), training.lrGamma()).at(epoch)
          : training.learningRateAt(epoch);
    }
  }

  /** What an image weighs in the clean model's loss. */
  @About("What an image weighs in the clean model's loss.")
  enum Weights {
    /** w = l_B / (l_B + l_C): next to nothing where the backdoored model is sure. */
    RELATIVE,
    /** All the same: the ablation without re-weighting. */
    UNIFORM
  }

  /** How pairs of two images' embeddings are made within a batch. */
  @About("How pairs of two images' embeddings are made within a batch.")
  enum Shuffle {
    /** Each with the next image's, as in the authors' code. */
    ROLL,
    /** A random permutation, in which an image may meet itself. */
    RANDPERM
  }

  /** When CBD's critic is trained. */
  @About("When the critic is trained.")
  sealed interface CriticSchedule {

    /** In a pass of its own over all images before each epoch, as in the authors' code. */
    @About("In a pass of its own over all images before each epoch.")
    record Pass(
        @About("The clean model's running statistics move in the critic's pass as well.")
            @Default("true")
            boolean bnTrain)
        implements CriticSchedule {
      public Pass {
        Rules.check(Pass.class, bnTrain);
      }
    }

    /** On every batch, before the clean model's step on it. */
    @About("On every batch, before the clean model's step on it.")
    record PerBatch() implements CriticSchedule {}

    /** On every k-th batch, before the clean model's step on it. */
    @About("On every k-th batch of an epoch, the first included, before the clean model's step.")
    record EverySteps(
        @About("Batches from one critic step to the next.")
            @Between(min = 2, max = 1_000_000)
            @Default("5")
            int steps)
        implements CriticSchedule {
      public EverySteps {
        Rules.check(EverySteps.class, steps);
      }
    }
  }

  /** The critic of CBD: Linear 2d→d, leaky ReLU, Linear d→1, on pairs of embeddings. */
  @About("The critic that estimates the dependence of the two embeddings.")
  record Critic(
      @About("Factor on the critic's own objective.") @Between(min = 0, max = 1000) @Default("0.01")
          double scale,
      @About("Dropout before each layer.") @Between(min = 0, max = 0.99) @Default("0.2")
          double dropout,
      @About("Adam's learning rate before its first step down.")
          @Between(min = 1e-9, max = 10)
          @Default("0.2")
          double learningRate,
      @About("Epochs between two steps down.") @Between(min = 1, max = 10_000) @Default("20")
          int lrStep,
      @About("Factor on the learning rate at each step down.")
          @Between(min = 0, max = 1)
          @Default("0.1")
          double lrGamma,
      @About("The schedule advances before each epoch, so that the rate falls one epoch early.")
          @Default("true")
          boolean stepAtStart,
      @About("What the weights are divided by after each critic step.") @Default("sigma")
          SpectralNorm spectralNorm,
      @About("Divide the biases as well, as the authors' code does.") @Default("false")
          boolean normalizeBiases,
      @About("Power iterations by which sigma is estimated.")
          @Between(min = 1, max = 1000)
          @Default("5")
          int powerIterations,
      @About("Begin the iterations where the last step's ended instead of at ones.")
          @Default("false")
          boolean warmStart) {
    public Critic {
      Rules.check(
          Critic.class,
          scale,
          dropout,
          learningRate,
          lrStep,
          lrGamma,
          stepAtStart,
          spectralNorm,
          normalizeBiases,
          powerIterations,
          warmStart);
    }

    /** Adam's learning rate in a 1-based epoch of the clean model. */
    public double rateAt(int epoch) {
      int stepsDown = (stepAtStart ? epoch : epoch - 1) / lrStep;
      return learningRate * StrictMath.pow(lrGamma, stepsDown);
    }
  }

  /** What a critic's weight is divided by; σ is its largest singular value. */
  @About("Divisor of the spectral normalisation; sigma is the largest singular value.")
  enum SpectralNorm {
    /** σ, as in the paper. */
    SIGMA,
    /** √σ, as in the authors' code. */
    SQRT_SIGMA,
    /** σ where it is above 1, so that no weight is scaled up. */
    SIGMA_IF_ABOVE_ONE,
    /** No normalisation. */
    OFF
  }
}
