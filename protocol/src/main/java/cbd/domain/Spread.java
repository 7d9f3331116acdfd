package cbd.domain;

/**
 * How values are spread, each NaN when there are none.
 *
 * @param mean of all
 * @param p10 a tenth is below it
 * @param p50 the median
 * @param p90 a tenth is above it
 */
public record Spread(double mean, double p10, double p50, double p90) {}
