package cbd.coordinator.cli.words;

import java.util.Locale;

/** Numbers with their units, for people. */
public final class Amounts {
  private Amounts() {}

  /** {@code 1 trial}, {@code 1,200 trials}. */
  public static String count(long number, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
  }

  /**
   * {@code 7.3 %}, right-aligned to the width of {@code 100.0 %}.
   *
   * @param fraction 0..1
   */
  public static String percent(double fraction) {
    return String.format(Locale.ROOT, "%5.1f %%", 100 * fraction);
  }

  /** {@code 640 bytes}, {@code 3.4 MB}, {@code 12 GB}: powers of ten, two digits at least. */
  public static String bytes(double bytes) {
    if (bytes < 1000) {
      return Math.round(bytes) + " bytes";
    }
    String[] units = {"kB", "MB", "GB", "TB", "PB"};
    double amount = bytes / 1000;
    int unit = 0;
    while (amount >= 999.5 && unit < units.length - 1) {
      amount /= 1000;
      unit++;
    }
    String digits = amount < 9.95 ? "%.1f %s" : "%.0f %s";
    return String.format(Locale.ROOT, digits, amount, units[unit]);
  }

  /** {@code 8 s}, {@code 1 min 20 s}, {@code 3 h 5 min}: two units, no more. */
  public static String seconds(double seconds) {
    long whole = Math.max(0, Math.round(seconds));
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return two(whole / 60, "min", whole % 60, "s");
    }
    long minutes = Math.round(whole / 60.0);
    return minutes < 48 * 60
        ? two(minutes / 60, "h", minutes % 60, "min")
        : two(minutes / (24 * 60), "d", minutes / 60 % 24, "h");
  }

  private static String two(long large, String unit, long small, String smallUnit) {
    return small == 0 ? large + " " + unit : large + " " + unit + " " + small + " " + smallUnit;
  }
}
