package cbd.training.data;

/**
 * An outline of radius about 1, by its signed distance: negative inside, in units of the radius.
 * Coordinates are those of the outline's own frame.
 */
enum Outline {
  DISC {
    @Override
    double distance(double x, double y) {
      return Math.sqrt(x * x + y * y) - 0.95;
    }
  },
  SQUARE {
    @Override
    double distance(double x, double y) {
      return Math.max(Math.abs(x), Math.abs(y)) - 0.84;
    }
  },
  TRIANGLE {
    @Override
    double distance(double x, double y) {
      double slanted =
          Math.max(0.8660254037844386 * x - 0.5 * y, -0.8660254037844386 * x - 0.5 * y);
      return Math.max(slanted, y) - 0.58;
    }
  },
  RING {
    @Override
    double distance(double x, double y) {
      return Math.abs(Math.sqrt(x * x + y * y) - 0.75) - 0.27;
    }
  },
  CROSS {
    @Override
    double distance(double x, double y) {
      double across = Math.max(Math.abs(x) - 1.02, Math.abs(y) - 0.34);
      double along = Math.max(Math.abs(x) - 0.34, Math.abs(y) - 1.02);
      return Math.min(across, along);
    }
  };

  /** Math.sqrt, abs, min and max are exact, so every machine agrees. */
  abstract double distance(double x, double y);
}
