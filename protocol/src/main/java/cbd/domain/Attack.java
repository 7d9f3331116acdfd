package cbd.domain;

import cbd.text.About;
import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Name;
import cbd.text.Rules;

/** How the training set is poisoned. One record per attack; its components are its settings. */
@About("How the attacker poisons the training set.")
public sealed interface Attack {

  /** Share of training images poisoned, drawn over all classes, 0..1. */
  double poisonRate();

  LabelMapping mapping();

  /** BadNets (Gu et al., 2017): an opaque 3×3 black and white grid in the bottom right corner. */
  @Name("badnets")
  @About("BadNets: an opaque 3x3 black and white grid in the bottom right corner.")
  record BadNets(
      @About("Share of training images poisoned.") @Between(min = 0, max = 1) @Default("0.1")
          double poisonRate,
      @About("Which label triggered images get.") @Default("all-to-one") LabelMapping mapping)
      implements Attack {
    public BadNets {
      Rules.check(BadNets.class, poisonRate, mapping);
    }
  }

  /** Blend (Chen et al., 2017): x' = trunc((1 − α)·x + α·m) with one fixed noise mask m. */
  @Name("blend")
  @About("Blend: one fixed noise mask blended into the whole image.")
  record Blend(
      @About("Share of training images poisoned.") @Between(min = 0, max = 1) @Default("0.1")
          double poisonRate,
      @About("Which label triggered images get.") @Default("all-to-one") LabelMapping mapping,
      @About("Opacity of the mask.") @Between(min = 0, max = 1) @Default("0.2") double alpha,
      @About("Seed of the noise mask.") @Between(min = 0) @Default("0") long maskSeed)
      implements Attack {
    public Blend {
      Rules.check(Blend.class, poisonRate, mapping, alpha, maskSeed);
    }
  }
}
