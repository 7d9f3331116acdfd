package cbd.coordinator.cli.export;

import cbd.coordinator.http.Views;
import cbd.coordinator.leaderboard.Csv;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Curves, one row for each trial, phase and epoch, with the columns of the store's view {@code
 * curve} but the report's number and time. What does not exist is empty.
 */
public final class CurveTable {
  private static final List<String> QUANTILES = List.of("mean", "p10", "p50", "p90");

  private CurveTable() {}

  /** The header's line. */
  public static String head() {
    List<String> heads = new ArrayList<>(List.of("trial"));
    heads.addAll(Trees.heads());
    heads.addAll(List.of("attempt", "phase", "epoch", "loss", "ca", "asr", "ra", "ca_non_target"));
    heads.addAll(List.of("seconds", "images"));
    for (String whose : List.of("weight_poisoned_", "weight_clean_")) {
      QUANTILES.forEach(quantile -> heads.add(whose + quantile));
    }
    heads.addAll(List.of("critic_loss", "weightless_batches", "unnormalized_parameters"));
    return Csv.line(heads);
  }

  /** A line for each epoch of a trial. */
  public static String lines(Views.CurveView curve) {
    StringBuilder lines = new StringBuilder();
    for (Map<String, @Nullable Object> metrics : curve.metrics()) {
      List<@Nullable Object> fields = new ArrayList<>();
      fields.add(curve.trial());
      fields.addAll(Trees.fields(curve.spec()));
      fields.add(curve.attempt());
      Stream.of("phase", "epoch", "loss").map(metrics::get).forEach(fields::add);
      Trees.scores(metrics).forEach(fields::add);
      Stream.of("seconds", "images").map(metrics::get).forEach(fields::add);
      for (String whose : List.of("poisonedWeights", "cleanWeights")) {
        QUANTILES.forEach(each -> fields.add(Trees.at(metrics, "diagnostics", whose, each)));
      }
      Stream.of("criticLoss", "weightlessBatches", "unnormalizedParameters")
          .map(name -> Trees.at(metrics, "diagnostics", name))
          .forEach(fields::add);
      lines.append(Csv.line(fields));
    }
    return lines.toString();
  }

  /** The curve of one trial, of its latest attempt that measured anything. */
  public static Views.CurveView of(Views.TrialDetail detail) {
    int latest = 0;
    List<Map<String, @Nullable Object>> metrics = new ArrayList<>();
    for (Map<String, @Nullable Object> epoch : detail.epochs()) {
      int attempt = ((Number) Objects.requireNonNull(epoch.get("attempt"))).intValue();
      if (attempt != latest) {
        metrics.clear();
      }
      latest = attempt;
      metrics.add(named((Map<?, ?>) Objects.requireNonNull(epoch.get("metrics"))));
    }
    Views.TrialView trial = detail.trial();
    return new Views.CurveView(trial.id(), trial.index(), trial.spec(), latest, metrics);
  }

  private static Map<String, @Nullable Object> named(Map<?, ?> object) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    object.forEach((name, value) -> named.put(String.valueOf(name), value));
    return named;
  }
}
