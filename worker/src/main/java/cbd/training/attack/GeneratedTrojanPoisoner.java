package cbd.training.attack;

import cbd.domain.Attack;
import cbd.domain.Watermark;
import cbd.text.CanonicalText;
import cbd.text.InvalidValueException;
import cbd.training.data.ImageSet;
import cbd.training.data.Split;
import cbd.training.random.SplitMix;
import cbd.training.stage.Stage;
import cbd.training.stage.StageKind;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Trojan with a watermark that is searched for when the first image is to be stamped, or read from
 * the store of stages; where the fixed one begins. Not thread-safe.
 */
final class GeneratedTrojanPoisoner implements Poisoner {
  private final Watermark.Generated settings;
  private final AttackContext context;
  private final Workshop workshop;
  private final Patch.Change change;
  private final int top;
  private final int left;
  private final int side;
  private @Nullable Patch patch;

  GeneratedTrojanPoisoner(
      Attack.Trojan attack, Watermark.Generated settings, AttackContext context) {
    this.settings = settings;
    this.context = context;
    workshop = context.requireWorkshop();
    change = TrojanPoisoner.change(attack.overflow());
    int fromEnd = TrojanPoisoner.fromEnd(context.height(), context.width());
    top = context.height() - fromEnd;
    left = context.width() - fromEnd;
    side =
        settings.size() == 0
            ? Patch.CELLS * TrojanPoisoner.scale(context.height(), context.width())
            : settings.size();
    if (side > fromEnd) {
      throw new InvalidValueException(
          "attack.watermark.size",
          "must be at most "
              + fromEnd
              + ", the pixels there are from the watermark's corner to the image's, but was "
              + side);
    }
  }

  @Override
  public void stamp(byte[] image, Split split, int index) {
    patch().stamp(image, change);
  }

  @Override
  public void stampWrong(byte[] image, int index, SplitMix random) {
    patch().stampElsewhere(image, change, random);
  }

  private Patch patch() {
    if (patch == null) {
      double[][][] pattern = workshop.stages().get(new Pattern(), workshop::signOfLife);
      patch = Patch.none(context.height(), context.width()).with(top, left, side, pattern);
    }
    return patch;
  }

  /** The watermark as a stage. */
  private final class Pattern implements Stage<double[][][]> {
    @Override
    public StageKind kind() {
      return StageKind.GENERATOR;
    }

    @Override
    public String inputs() {
      return String.join(
          " ",
          "watermark",
          context.train().contentHash(),
          CanonicalText.of(settings),
          Long.toString(context.seed()),
          workshop.circumstances());
    }

    @Override
    public double[][][] build() {
      return new WatermarkSearch(settings, context.train(), workshop, context.seed())
          .find(top, left, side)
          .pattern();
    }

    @Override
    public void write(double[][][] pattern, DataOutputStream out) throws IOException {
      for (double[][] plane : pattern) {
        for (double[] row : plane) {
          for (double value : row) {
            out.writeDouble(value);
          }
        }
      }
    }

    @Override
    public double[][][] read(DataInputStream in) throws IOException {
      double[][][] pattern = new double[ImageSet.CHANNELS][side][side];
      for (double[][] plane : pattern) {
        for (double[] row : plane) {
          for (int i = 0; i < side; i++) {
            row[i] = in.readDouble();
          }
        }
      }
      return pattern;
    }
  }
}
