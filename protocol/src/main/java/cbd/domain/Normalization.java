package cbd.domain;

import cbd.text.About;
import cbd.text.Between;
import cbd.text.InvalidValueException;
import cbd.text.Rules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done to the values of an image, in training and in measurement, before the first layer
 * sees them.
 */
@About("What is done to an image's values before the first layer sees them.")
public sealed interface Normalization {

  /** Values stay as they are, between 0 and 1, as in the authors' code. */
  @About("Values stay as they are, between 0 and 1.")
  record None() implements Normalization {}

  /** Each channel's values: (value − mean) / deviation. */
  @About("From each channel's values its mean is taken, and they are divided by its deviation.")
  record Standardize(
      @About("Means of the red, the green and the blue values, between 0 and 1.")
          @Between(min = 0, max = 1)
          List<Double> mean,
      @About("Their standard deviations.") @Between(min = 1e-6, max = 1) List<Double> deviation)
      implements Normalization {
    private static final int CHANNELS = 3;

    public Standardize {
      Rules.check(Standardize.class, mean, deviation);
      mean = List.copyOf(mean);
      deviation = List.copyOf(deviation);
      Rules.refuse(perChannel("mean", mean), perChannel("deviation", deviation));
    }

    private static @Nullable InvalidValueException perChannel(
        String component, List<Double> values) {
      return values.size() == CHANNELS
          ? null
          : new InvalidValueException(
              component, "must have " + CHANNELS + " numbers, one a channel, but was " + values);
    }
  }
}
