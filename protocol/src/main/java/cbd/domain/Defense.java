package cbd.domain;

import cbd.text.About;
import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Name;
import cbd.text.Rules;

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
   * embedding made independent of the backdoored one's by a critic.
   */
  @Name("cbd")
  @About("CBD (CVPR 2023): an early stopped backdoored model re-weights the clean model's samples.")
  record Cbd(
      @About("Epochs of the backdoored model (T1).") @Between(min = 1, max = 1000) @Default("5")
          int t1,
      @About("Constant learning rate of the backdoored model.")
          @Between(min = 1e-9, max = 10)
          @Default("0.1")
          double backdooredLearningRate,
      @About("Make the embeddings independent with a critic.") @Default("true") boolean disentangle,
      @About("Weight of the dependence term in the clean model's loss.")
          @Between(min = 0, max = 1000)
          @Default("0.01")
          double miWeight,
      @About("The critic and how it is trained; read only when disentangle is on.") @Default("{}")
          Critic critic)
      implements Defense {
    public Cbd {
      Rules.check(Cbd.class, t1, backdooredLearningRate, disentangle, miWeight, critic);
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
      @About("Epochs between two steps down; the schedule advances before each epoch.")
          @Between(min = 1, max = 10_000)
          @Default("20")
          int lrStep,
      @About("Factor on the learning rate at each step down.")
          @Between(min = 0, max = 1)
          @Default("0.1")
          double lrGamma,
      @About("What the weights are divided by after each critic step.") @Default("sigma")
          SpectralNorm spectralNorm,
      @About("Divide the biases as well, as the authors' code does.") @Default("false")
          boolean normalizeBiases) {
    public Critic {
      Rules.check(
          Critic.class,
          scale,
          dropout,
          learningRate,
          lrStep,
          lrGamma,
          spectralNorm,
          normalizeBiases);
    }
  }

  /** What a critic's weight is divided by; σ is its largest singular value. */
  @About("Divisor of the spectral normalisation; sigma is the largest singular value.")
  enum SpectralNorm {
    /** σ, as in the paper. */
    SIGMA,
    /** √σ, as in the authors' code. */
    SQRT_SIGMA,
    /** No normalisation. */
    OFF
  }
}
