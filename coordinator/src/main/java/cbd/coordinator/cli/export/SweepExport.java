package cbd.coordinator.cli.export;

import cbd.coordinator.cli.client.Json;
import cbd.coordinator.http.Views;
import cbd.domain.Build;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every table and figure of a sweep as files, and a README that tells what they are. */
public final class SweepExport {
  private static final String PNG = "ca-asr.png";

  private static final Map<String, String> FILES = new LinkedHashMap<>();

  static {
    FILES.put("leaderboard.csv", "one row per cell; fractions 0..1 in full precision");
    FILES.put("leaderboard.json", "the same, with the rules; as the API gives it");
    FILES.put("leaderboard.md", "the same in percent, for an issue or a README");
    FILES.put("leaderboard.tex", "the same as a table for LaTeX with booktabs");
    FILES.put("trials.csv", "one row per trial: settings, state, scores, where they come from");
    FILES.put("curves.csv", "one row per trial, phase and epoch");
    FILES.put("heatmap.html", "attack x defense, ASR and CA, coloured; needs a browser only");
    FILES.put("ca-asr.svg", "clean accuracy against attack success rate, one mark per cell");
    FILES.put(PNG, "the same in pixels, for slides; needs fonts where it is exported");
    FILES.put("sweep.yaml", "the sweep file as it was submitted");
    FILES.put("README.txt", "this");
  }

  private SweepExport() {}

  /** Names of the files that are written if they can be, each with what it holds, in words. */
  public static Map<String, String> files() {
    return Collections.unmodifiableMap(FILES);
  }

  /**
   * Writes them.
   *
   * @param folder exists, and has none of them
   * @param build of the program that writes
   * @param now for the README
   * @throws IOException when a file cannot be written
   */
  public static void write(SweepResults results, Path folder, Build build, Instant now)
      throws IOException {
    // First: what it calls finished is finished in all that is read later.
    Views.SweepView sweep = results.sweep();
    Views.LeaderboardView board = results.board();
    List<Views.TrialView> trials = results.trials();
    Files.writeString(folder.resolve("leaderboard.csv"), results.board("csv"));
    Files.writeString(folder.resolve("leaderboard.json"), Json.write(board) + "\n");
    Files.writeString(folder.resolve("leaderboard.md"), results.board("md"));
    Files.writeString(folder.resolve("leaderboard.tex"), results.board("latex"));
    Files.writeString(folder.resolve("trials.csv"), TrialTable.csv(trials));
    writeCurves(results, folder.resolve("curves.csv"));
    Files.writeString(folder.resolve("heatmap.html"), HeatMap.html(board));
    String figure = ScatterPlot.svg(board);
    Files.writeString(folder.resolve("ca-asr.svg"), figure);
    @Nullable String noPixels = Raster.png(figure, folder.resolve(PNG));
    Files.writeString(folder.resolve("sweep.yaml"), results.text());
    Files.writeString(
        folder.resolve("README.txt"),
        ReadMe.text(sweep, trials, results.source(), build, now)
            + (noPixels == null ? "" : "ca-asr.png is missing, for " + noPixels + "\n"));
  }

  private static void writeCurves(SweepResults results, Path file) throws IOException {
    try (BufferedWriter csv = Files.newBufferedWriter(file)) {
      csv.write(CurveTable.head());
      results.curves(
          curve -> {
            try {
              csv.write(CurveTable.lines(curve));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
