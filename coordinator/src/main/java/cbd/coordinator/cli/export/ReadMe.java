package cbd.coordinator.cli.export;

import cbd.coordinator.http.Views;
import cbd.domain.Build;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What lies in an export, and where its numbers come from. */
final class ReadMe {
  private ReadMe() {}

  /**
   * The text.
   *
   * @param source where the results were read from, in words
   * @param build of the program that writes
   */
  static String text(
      Views.SweepView sweep,
      List<Views.TrialView> trials,
      String source,
      Build build,
      Instant now) {
    StringBuilder text = new StringBuilder();
    text.append("Sweep ").append(sweep.id()).append("\n\n");
    text.append("submitted     ").append(sweep.acceptedAt()).append('\n');
    text.append("exported      ").append(now.truncatedTo(ChronoUnit.SECONDS)).append('\n');
    text.append("read from     ").append(source).append('\n');
    text.append("written by    cbd ").append(build.version()).append(", commit ");
    text.append(build.commit()).append(build.dirty() ? " with changes" : "").append('\n');
    text.append("trials        ").append(states(sweep)).append('\n');
    text.append(
        sweep.done() < sweep.size()
            ? "              NOT FINISHED: numbers may still change\n"
            : "");
    text.append("\nResults come from\n\n").append(origins(trials));
    text.append("\nFiles\n\n");
    SweepExport.files()
        .forEach(
            (name, about) -> text.append("  %-18s".formatted(name)).append(about).append('\n'));
    return text.append(
            """

            CA, ASR, RA and CA-nt are measured after the last epoch, never the best one. In CSV and
            JSON they are fractions 0..1, elsewhere percent. A trial's random numbers follow from
            its settings and "repeat". An empty field is a value that does not exist. CSV files are
            UTF-8 with commas (RFC 4180). Curves are of each trial's latest attempt that measured
            anything; "phase" tells which of a defense's networks was trained.
            """)
        .toString();
  }

  private static String states(Views.SweepView sweep) {
    String counts =
        sweep.trials().entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    return sweep.size() + ": " + counts;
  }

  /** How many results each commit on each kind of device gave. */
  private static String origins(List<Views.TrialView> trials) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Views.TrialView trial : trials) {
      if (trial.result() != null
          && Trees.at(trial.result(), "provenance") instanceof Map<?, ?> origin) {
        boolean dirty = Boolean.TRUE.equals(origin.get("dirty"));
        String words =
            "commit %s%s, cbd %s, %s, %s"
                .formatted(
                    origin.get("commit"),
                    dirty ? " with changes" : "",
                    origin.get("version"),
                    origin.get("engine"),
                    origin.get("device"));
        counts.merge(words, 1, Integer::sum);
      }
    }
    return counts.isEmpty()
        ? "  no trial yet\n"
        : counts.entrySet().stream()
            .map(entry -> "  " + entry.getKey() + ": " + entry.getValue() + "\n")
            .collect(Collectors.joining());
  }
}
