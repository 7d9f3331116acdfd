package cbd.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A panel of a dashboard.
 *
 * @param board the uid of its dashboard
 * @param json all of it
 */
public record Panel(String board, JsonNode json) {
  /**
   * One query of a panel.
   *
   * @param refId its letter
   * @param legend how a series is named, with labels in braces
   * @param instant whether it asks for now alone
   */
  public record Target(String refId, String expr, String legend, boolean instant) {
    /** The same with another expression. */
    Target asking(String other) {
      return new Target(refId, other, legend, instant);
    }
  }

  public int id() {
    return json.path("id").asInt();
  }

  String title() {
    return json.path("title").asText();
  }

  String type() {
    return json.path("type").asText();
  }

  /** Its queries, in order. */
  public List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    for (JsonNode target : json.path("targets")) {
      targets.add(
          new Target(
              target.path("refId").asText(),
              target.path("expr").asText(),
              target.path("legendFormat").asText(),
              target.path("instant").asBoolean()));
    }
    return targets;
  }

  @Override
  public String toString() {
    return board + ": " + title();
  }
}
