package cbd.domain;

import cbd.text.About;
import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Rules;

/**
 * What an attacker who knows CBD does to any fixed trigger, so that it is learned more slowly and
 * the early-stopped backdoored model catches less of it. The defaults do nothing.
 *
 * <p>CBD's abstract says that adaptive attacks were tried, but its construction is not known here;
 * these three are this program's own.
 */
@About("What an attacker who knows CBD does so that the trigger is learned more slowly.")
public record Adaptive(
    @About("Share of the trigger's change that training images get; 1 is the whole trigger.")
        @Between(min = 0, max = 1)
        @Default("1.0")
        double opacityTrain,
    @About("Share of the trigger's change that test images get; 1 is the whole trigger.")
        @Between(min = 0, max = 1)
        @Default("1.0")
        double opacityTest,
    @About("Images with a wrong trigger and their true label, per poisoned image.")
        @Between(min = 0, max = 100)
        @Default("0.0")
        double crossRatio,
    @About("Share of the poisoned images that get a random label instead of the wanted one.")
        @Between(min = 0, max = 1)
        @Default("0.0")
        double labelNoise) {

  /** An attacker who does nothing of it. */
  public static final Adaptive NOT = new Adaptive(1, 1, 0, 0);

  public Adaptive {
    Rules.check(Adaptive.class, opacityTrain, opacityTest, crossRatio, labelNoise);
  }
}
