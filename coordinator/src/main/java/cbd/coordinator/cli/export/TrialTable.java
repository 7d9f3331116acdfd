package cbd.coordinator.cli.export;

import cbd.coordinator.http.Views;
import cbd.coordinator.leaderboard.Csv;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sweep's trials, one row each, with the columns of the store's view {@code trial_table}; then
 * every other setting under its path in a sweep file. What does not exist is empty.
 */
final class TrialTable {
  private TrialTable() {}

  /** Comma-separated, with a header. */
  static String csv(List<Views.TrialView> trials) {
    Set<String> settings = new LinkedHashSet<>();
    trials.forEach(trial -> settings.addAll(Trees.others(trial.spec()).keySet()));
    StringBuilder csv = new StringBuilder(Csv.line(heads(settings)));
    trials.forEach(trial -> csv.append(Csv.line(fields(trial, settings))));
    return csv.toString();
  }

  private static List<String> heads(Set<String> settings) {
    List<String> heads = new ArrayList<>(List.of("trial", "position"));
    heads.addAll(Trees.heads());
    heads.addAll(List.of("state", "attempt", "reason", "ca", "asr", "ra", "ca_non_target"));
    heads.addAll(List.of("seconds", "device", "git_commit", "git_dirty", "updated"));
    heads.addAll(settings);
    return heads;
  }

  private static List<@Nullable Object> fields(Views.TrialView trial, Set<String> settings) {
    List<@Nullable Object> fields = new ArrayList<>();
    fields.add(trial.id());
    fields.add(trial.index());
    fields.addAll(Trees.fields(trial.spec()));
    fields.add(trial.state());
    fields.add(trial.attempt());
    fields.add(trial.reason());
    Trees.scores(trial.result()).forEach(fields::add);
    fields.add(Trees.at(trial.result(), "seconds"));
    for (String origin : List.of("device", "commit", "dirty")) {
      fields.add(Trees.at(trial.result(), "provenance", origin));
    }
    fields.add(trial.updatedAt());
    Map<String, @Nullable Object> others = Trees.others(trial.spec());
    settings.forEach(setting -> fields.add(others.get(setting)));
    return fields;
  }
}
