package cbd.coordinator.sweep;

import cbd.domain.Digest;
import cbd.text.Location;
import cbd.text.Tree;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.util.List;

/** What the values of a setting are drawn from. */
sealed interface Range {
  /** Drawn numbers are rounded to so many significant digits: a trial's text stays readable. */
  MathContext DIGITS = new MathContext(4);

  /** Where the file has it; drawn values count as standing there. */
  Location at();

  /**
   * The value for a number.
   *
   * @param uniform at least 0, below 1
   */
  Tree draw(double uniform);

  /** How many values the heaviest that may be drawn holds. */
  default long weight() {
    return 1;
  }

  /** A number from 0, which is possible, to 1, which is not, as random as a hash of the text. */
  static double uniform(String text) {
    return (ByteBuffer.wrap(Digest.bytes(text)).getLong() >>> 11) * 0x1p-53;
  }

  /** Any number between two, each as likely. */
  record Uniform(Location at, double low, double high) implements Range {
    @Override
    public Tree draw(double uniform) {
      return rounded(low + uniform * (high - low), low, high, at);
    }
  }

  /**
   * Any number between two, each order of magnitude as likely.
   *
   * @param low above 0
   */
  record LogUniform(Location at, double low, double high) implements Range {
    @Override
    public Tree draw(double uniform) {
      // StrictMath: the same on every processor.
      double exponent =
          StrictMath.log(low) + uniform * (StrictMath.log(high) - StrictMath.log(low));
      return rounded(StrictMath.exp(exponent), low, high, at);
    }
  }

  /** A whole number between two, both included, each as likely. */
  record Whole(Location at, long low, long high) implements Range {
    @Override
    public Tree draw(double uniform) {
      return new Tree.Scalar(low + (long) (uniform * ((double) (high - low) + 1)), at);
    }
  }

  /** One of several values, each as likely. */
  record Choice(Location at, List<Tree> values) implements Range {
    public Choice {
      values = List.copyOf(values);
    }

    @Override
    public Tree draw(double uniform) {
      return values.get((int) (uniform * values.size()));
    }

    @Override
    public long weight() {
      return Weight.most(values);
    }
  }

  private static Tree rounded(double value, double low, double high, Location at) {
    double near = new BigDecimal(value).round(DIGITS).doubleValue();
    return new Tree.Scalar(Math.max(low, Math.min(high, near)), at);
  }
}
