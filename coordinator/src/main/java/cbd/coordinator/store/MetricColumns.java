package cbd.coordinator.store;

import cbd.domain.Diagnostics;
import cbd.domain.EpochMetrics;
import cbd.domain.Phase;
import cbd.domain.Scores;
import cbd.domain.Spread;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Measurements as columns; what is not finite or was not measured is empty. */
final class MetricColumns {
  private static final String COLUMNS =
      """
      phase, epoch, loss, ca, asr, ra, ca_non_target, seconds, images,
      weight_poisoned_mean, weight_poisoned_p10, weight_poisoned_p50, weight_poisoned_p90,
      weight_clean_mean, weight_clean_p10, weight_clean_p50, weight_clean_p90,
      critic_loss, weightless_batches, unnormalized_parameters
      """;

  private MetricColumns() {}

  /**
   * The columns, each with something in front: {@code :} for parameters, {@code m.} for a table.
   */
  static String columns(String prefix) {
    return COLUMNS.replaceAll("(\\w+)", prefix + "$1");
  }

  static PreparedBatch bind(PreparedBatch row, EpochMetrics metrics) {
    bind(row, metrics.scores())
        .bind("phase", Column.word(metrics.phase()))
        .bind("epoch", metrics.epoch())
        .bind("loss", finite(metrics.loss()))
        .bind("seconds", metrics.seconds())
        .bind("images", metrics.images());
    Diagnostics.Cbd cbd = metrics.diagnostics() instanceof Diagnostics.Cbd told ? told : null;
    bind(row, "weight_poisoned", cbd == null ? null : cbd.poisonedWeights());
    bind(row, "weight_clean", cbd == null ? null : cbd.cleanWeights());
    return row.bind("critic_loss", cbd == null ? null : finite(cbd.criticLoss()))
        .bind("weightless_batches", cbd == null ? null : (Long) cbd.weightlessBatches())
        .bind("unnormalized_parameters", cbd == null ? null : (Long) cbd.unnormalizedParameters());
  }

  static PreparedBatch bind(PreparedBatch row, Scores scores) {
    return row.bind("ca", scores.cleanAccuracy())
        .bind("asr", scores.attackSuccessRate())
        .bind("ra", scores.robustAccuracy())
        .bind("ca_non_target", finite(scores.cleanAccuracyNonTarget()));
  }

  private static void bind(PreparedBatch row, String name, @Nullable Spread spread) {
    row.bind(name + "_mean", spread == null ? null : finite(spread.mean()))
        .bind(name + "_p10", spread == null ? null : finite(spread.p10()))
        .bind(name + "_p50", spread == null ? null : finite(spread.p50()))
        .bind(name + "_p90", spread == null ? null : finite(spread.p90()));
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? (Double) value : null;
  }

  /** The measurement of a row of {@code epoch_metric}. */
  static EpochMetrics read(ResultSet row) throws SQLException {
    return new EpochMetrics(
        Column.constant(Phase.class, row.getString("phase")),
        row.getInt("epoch"),
        orNaN(row, "loss"),
        scores(row, ""),
        row.getDouble("seconds"),
        row.getLong("images"),
        diagnostics(row));
  }

  /**
   * The scores of a row.
   *
   * @param prefix of the columns' names
   */
  static Scores scores(ResultSet row, String prefix) throws SQLException {
    return new Scores(
        row.getDouble(prefix + "ca"),
        row.getDouble(prefix + "asr"),
        row.getDouble(prefix + "ra"),
        orNaN(row, prefix + "ca_non_target"));
  }

  private static Diagnostics diagnostics(ResultSet row) throws SQLException {
    long weightless = row.getLong("weightless_batches");
    return row.wasNull()
        ? new Diagnostics.None()
        : new Diagnostics.Cbd(
            spread(row, "weight_poisoned"),
            spread(row, "weight_clean"),
            orNaN(row, "critic_loss"),
            weightless,
            row.getLong("unnormalized_parameters"));
  }

  private static Spread spread(ResultSet row, String name) throws SQLException {
    return new Spread(
        orNaN(row, name + "_mean"),
        orNaN(row, name + "_p10"),
        orNaN(row, name + "_p50"),
        orNaN(row, name + "_p90"));
  }

  private static double orNaN(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? Double.NaN : value;
  }
}
