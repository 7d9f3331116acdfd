package cbd.coordinator.plan;

import cbd.coordinator.forecast.Speed;
import cbd.coordinator.forecast.TrialWork;

/**
 * How fast a plan assumes that slots are, and why.
 *
 * @param speed of one slot
 */
public record Pace(Speed speed, Source source) {

  /** Where a speed comes from. */
  public enum Source {
    /** From the attempts that the coordinator has seen. */
    OBSERVED,
    /** Whoever asked for the plan has said so. */
    GIVEN,
    /** A rough figure that nobody measured here. */
    ORIENTATION
  }

  /**
   * Training images per second of WRN-16-1 on 32×32 images: one core of a server's CPU of 2023 with
   * float32, batch 64 (140 ms a step).
   */
  public static final double ORIENTATION = 450;

  /** Multiply-adds of one training step's image of WRN-16-1 at 32×32. */
  private static final double STEP = TrialWork.STEP * 26.66e6;

  /**
   * Given as plain training speed.
   *
   * @param imagesPerSecond of WRN-16-1 on 32×32 images in one slot; other networks are taken to be
   *     slower by as much as they compute
   */
  public static Pace given(double imagesPerSecond) {
    return new Pace(Speed.of(imagesPerSecond * STEP), Source.GIVEN);
  }

  /** What was observed, else the orientation figure. */
  public static Pace of(Speed observed) {
    return observed.isKnown()
        ? new Pace(observed, Source.OBSERVED)
        : new Pace(Speed.of(ORIENTATION * STEP), Source.ORIENTATION);
  }

  /** The median as training images per second of WRN-16-1. */
  public double imagesPerSecond() {
    return speed.rate(0.5) / STEP;
  }

  /**
   * Seconds that one slot alone would need.
   *
   * @param share of the observed attempts that were slower than assumed, 0..1
   */
  public double seconds(Plan plan, double share) {
    return plan.multiplyAdds() / speed.rate(share) + plan.left() * speed.startUp(1 - share);
  }
}
