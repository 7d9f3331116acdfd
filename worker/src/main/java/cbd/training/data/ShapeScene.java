package cbd.training.data;

import cbd.training.random.SplitMix;
import java.util.List;

/**
 * One picture of {@link Shapes} before it is painted.
 *
 * @param checked checks instead of stripes
 * @param x centre, pixels from the left
 * @param y centre, pixels from the top
 * @param radius pixels
 * @param turn of the outline, radians
 * @param grain direction of the texture, radians
 * @param period of the texture, pixels
 * @param background colour, 3 channels 0..255
 * @param slope change of the background from one end to the other, grey levels
 * @param slopeTurn direction of that change, radians
 * @param light first colour of the texture
 * @param dark second colour of the texture
 */
@SuppressWarnings("ArrayRecordComponent") // private to the painter, never compared
record ShapeScene(
    Outline outline,
    boolean checked,
    double x,
    double y,
    double radius,
    double turn,
    double grain,
    double period,
    double[] background,
    double slope,
    double slopeTurn,
    double[] light,
    double[] dark) {
  private static final List<Outline> OUTLINES = List.of(Outline.values());
  private static final int SIDE = 32;
  private static final int NOISE = 6;

  /** Draws everything but the noise. */
  static ShapeScene draw(int label, SplitMix random) {
    double radius = random.nextDouble(9, 12.5);
    double reach = SIDE / 2.0 - radius;
    double x = SIDE / 2.0 + random.nextDouble(-reach, reach);
    double y = SIDE / 2.0 + random.nextDouble(-reach, reach);
    double turn = random.nextDouble(0, 2 * Math.PI);
    double grain = random.nextDouble(0, Math.PI);
    double period = random.nextDouble(5.5, 8);
    double[] background = colour(random, 70, 185);
    double slope = random.nextDouble(0, 50);
    double slopeTurn = random.nextDouble(0, 2 * Math.PI);
    double[] light = colour(random, 115, 205);
    double[] dark = colour(random, 50, 140);
    return new ShapeScene(
        OUTLINES.get(label / 2),
        label % 2 == 1,
        x,
        y,
        radius,
        turn,
        grain,
        period,
        background,
        slope,
        slopeTurn,
        light,
        dark);
  }

  /** Writes [3][32][32] bytes at an offset. */
  void paint(byte[] pixels, int offset, SplitMix random) {
    double cosTurn = StrictMath.cos(turn);
    double sinTurn = StrictMath.sin(turn);
    double cosGrain = StrictMath.cos(grain);
    double sinGrain = StrictMath.sin(grain);
    double cosSlope = StrictMath.cos(slopeTurn);
    double sinSlope = StrictMath.sin(slopeTurn);
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        double dx = column + 0.5 - x;
        double dy = row + 0.5 - y;
        double distance =
            outline.distance(
                (cosTurn * dx + sinTurn * dy) / radius, (cosTurn * dy - sinTurn * dx) / radius);
        double cover = unit(0.5 - distance * radius);
        double mix = texture(cosGrain * dx + sinGrain * dy, cosGrain * dy - sinGrain * dx);
        double shade = slope * (cosSlope * (column - 15.5) + sinSlope * (row - 15.5)) / SIDE;
        long noise = random.nextLong();
        for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
          double fill = dark[channel] + mix * (light[channel] - dark[channel]);
          double ground = background[channel] + shade;
          double value =
              ground
                  + cover * (fill - ground)
                  + ((noise >>> (16 * channel)) & 0xFFFF) % (2 * NOISE + 1)
                  - NOISE;
          pixels[offset + (channel * SIDE + row) * SIDE + column] =
              (byte) (int) Math.max(0, Math.min(255, value));
        }
      }
    }
  }

  /** Share of the light colour, 0..1: bands, or the fields of a chess board, with soft edges. */
  private double texture(double along, double across) {
    double bands = Math.max(-1, Math.min(1, wave(along / period) * period));
    return checked
        ? 0.5 + 0.5 * bands * Math.max(-1, Math.min(1, wave(across / period) * period))
        : 0.5 + 0.5 * bands;
  }

  /** Triangle wave of period 1 between −½ and ½. */
  private static double wave(double t) {
    return Math.abs(2 * (t - Math.floor(t)) - 1) - 0.5;
  }

  private static double unit(double value) {
    return Math.max(0, Math.min(1, value));
  }

  private static double[] colour(SplitMix random, double from, double to) {
    return new double[] {
      random.nextDouble(from, to), random.nextDouble(from, to), random.nextDouble(from, to)
    };
  }
}
