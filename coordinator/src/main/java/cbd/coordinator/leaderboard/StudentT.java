package cbd.coordinator.leaderboard;

/** Quantiles of Student's t distribution. */
final class StudentT {
  private StudentT() {}

  /** The 97.5 % quantiles with 1 to 30 degrees of freedom, by numerical integration. */
  private static final double[] TABLE = {
    12.7062, 4.30265, 3.18245, 2.77645, 2.57058, 2.44691, 2.36462, 2.30600, 2.26216, 2.22814,
    2.20099, 2.17881, 2.16037, 2.14479, 2.13145, 2.11991, 2.10982, 2.10092, 2.09302, 2.08596,
    2.07961, 2.07387, 2.06866, 2.06390, 2.05954, 2.05553, 2.05183, 2.04841, 2.04523, 2.04227
  };

  /** The 97.5 % quantile of the normal distribution. */
  private static final double Z = 1.959963984540054;

  /**
   * The 97.5 % quantile: a two-sided 95 % interval reaches so many standard errors to each side.
   *
   * @param freedom degrees of freedom, at least 1
   * @return to five decimals
   */
  static double quantile975(int freedom) {
    if (freedom < 1) {
      throw new IllegalArgumentException("freedom must be at least 1, but was " + freedom);
    }
    return freedom <= TABLE.length ? TABLE[freedom - 1] : expansion(freedom);
  }

  /** Cornish and Fisher's expansion (Abramowitz and Stegun 26.7.5); off by 1e-6 from 31 on. */
  private static double expansion(double v) {
    double z3 = Math.pow(Z, 3);
    double z5 = Math.pow(Z, 5);
    double z7 = Math.pow(Z, 7);
    return Z
        + (z3 + Z) / (4 * v)
        + (5 * z5 + 16 * z3 + 3 * Z) / (96 * v * v)
        + (3 * z7 + 19 * z5 + 17 * z3 - 15 * Z) / (384 * v * v * v);
  }
}
