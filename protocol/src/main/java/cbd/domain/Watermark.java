package cbd.domain;

import cbd.text.About;
import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Rules;

/** Where the pixels of a Trojan attack's watermark come from. */
@About("Where the watermark's pixels come from.")
public sealed interface Watermark {

  /** The file that the ABL authors publish. */
  @About("The fixed watermark of the ABL authors.")
  record Fixed() implements Watermark {}

  /**
   * Searched for as in BackdoorBench: pixels to which two neurons of a clean model answer strongly,
   * found by steps along the sign of the gradient.
   */
  @About("Searched for: pixels to which the weightiest neurons of a clean model answer strongly.")
  record Generated(
      @About("Training images of the clean model, the first n; 0: all.")
          @Between(min = 0)
          @Default("0")
          int images,
      @About("The clean model.") @Default("wrn-16-1") Architecture model,
      @About("Epochs of the clean model.") @Between(min = 1, max = 10_000) @Default("5") int epochs,
      @About("Images per step of the clean model.") @Between(min = 2, max = 8192) @Default("128")
          int batchSize,
      @About("Learning rate of the clean model (SGD, Nesterov momentum 0.9, weight decay 5e-4).")
          @Between(min = 1e-9, max = 10)
          @Default("0.05")
          double learningRate,
      @About("Side of the watermark in pixels; 0: 3 for each 32 of the image's shorter side.")
          @Between(min = 0, max = 1024)
          @Default("0")
          int size,
      @About("Neurons before the last layer that are to answer, those with the largest weights.")
          @Between(min = 1, max = 64)
          @Default("2")
          int neurons,
      @About("What they are to answer.") @Between(min = 0, max = 1e6) @Default("100.0")
          double activation,
      @About("Change of a pixel in one step, of 0..1.")
          @Between(min = 1e-6, max = 1)
          @Default("0.1")
          double stepSize,
      @About("Largest change of a pixel from the noise the search begins with, of 0..1.")
          @Between(min = 0, max = 1)
          @Default("0.3")
          double epsilon,
      @About("Most steps of the search; it ends before when the cost is below 1e-3.")
          @Between(min = 1, max = 100_000)
          @Default("1000")
          int steps)
      implements Watermark {
    public Generated {
      Rules.check(
          Generated.class,
          images,
          model,
          epochs,
          batchSize,
          learningRate,
          size,
          neurons,
          activation,
          stepSize,
          epsilon,
          steps);
    }
  }
}
