package cbd.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A Grafana dashboard as its file says.
 *
 * @param json all of it
 */
public record Board(JsonNode json) {
  private static final Path FOLDER = Sources.root().resolve("dashboards");

  /** All of {@code dashboards/}, by name. */
  public static List<Board> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.getFileName().toString().matches("cbd-.*\\.json"))
          .sorted()
          .map(Board::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Board read(Path file) {
    try {
      Board board = new Board(new ObjectMapper().readTree(file.toFile()));
      String name = Objects.requireNonNull(file.getFileName()).toString();
      if (!name.equals(board.uid() + ".json")) {
        throw new IllegalStateException(name + " holds the dashboard " + board.uid());
      }
      return board;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String uid() {
    return json.path("uid").asText();
  }

  String title() {
    return json.path("title").asText();
  }

  /** Its panels but the rows, in order. */
  public List<Panel> panels() {
    List<Panel> panels = new ArrayList<>();
    for (JsonNode panel : json.path("panels")) {
      if (!panel.path("type").asText().equals("row")) {
        panels.add(new Panel(uid(), panel));
      }
    }
    return panels;
  }

  /** Rows of Grafana's grid that it takes. */
  public int height() {
    int height = 0;
    for (JsonNode panel : json.path("panels")) {
      JsonNode at = panel.path("gridPos");
      height = Math.max(height, at.path("y").asInt() + at.path("h").asInt());
    }
    return height;
  }

  /** Its variables, in order. */
  List<JsonNode> variables() {
    List<JsonNode> variables = new ArrayList<>();
    json.at("/templating/list").forEach(variables::add);
    return variables;
  }

  /** The variable of this name; missing if there is none. */
  JsonNode variable(String name) {
    return variables().stream()
        .filter(variable -> variable.path("name").asText().equals(name))
        .findFirst()
        .orElseGet(() -> json.path("no such variable"));
  }

  @Override
  public String toString() {
    return uid();
  }
}
