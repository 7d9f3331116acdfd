package cbd.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code dashboards/due.txt}: from which scene on a query has to have an answer. */
public final class Due {
  /** What a cluster goes through, in this order. */
  public enum Scene {
    IDLE,
    RUNNING,
    FAILING,
    FINISHED
  }

  private final Map<String, String> since = new HashMap<>();

  private Due() {}

  public static Due read() {
    Path file = Sources.root().resolve("dashboards/due.txt");
    try {
      Due due = new Due();
      for (String line : Files.readAllLines(file)) {
        if (!line.startsWith("#")) {
          List<String> words = List.of(line.split(" ", 2));
          due.since.put(words.get(1), words.get(0));
        }
      }
      return due;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a query has to have an answer when this scene has ended, on a machine with a GPU. */
  public boolean isDue(Panel panel, Panel.Target target, Scene scene) {
    String word = word(panel, target);
    return switch (word) {
      case "rare" -> false;
      case "idle", "gpu" -> true;
      case "running" -> scene.compareTo(Scene.RUNNING) >= 0;
      case "failing" -> scene.compareTo(Scene.FAILING) >= 0;
      case "finished" -> scene == Scene.FINISHED;
      default -> throw new IllegalStateException(panel + " is due at " + word);
    };
  }

  private String word(Panel panel, Panel.Target target) {
    String key = panel.board() + " " + panel.id() + " " + target.refId();
    return Objects.requireNonNull(since.get(key), key + " is not in due.txt");
  }
}
