package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.http.Views;
import cbd.domain.SweepId;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** {@code [SWEEP]}: an id, a name, the beginning of an id, or nothing for the latest. */
final class SweepArgument {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SWEEP",
      description =
          "A sweep's id or enough of its beginning, or its name: of several that have it, the latest."
              + " Default: the latest sweep.")
  private @Nullable String text;

  /** The id of the one sweep that is meant. */
  String resolve(CoordinatorClient client) {
    return resolve(text, client.sweeps().stream().map(Views.SweepView::id).toList());
  }

  /** The id of the one sweep that is meant, among those of a store file. */
  String resolve(List<String> latestFirst) {
    return resolve(text, latestFirst);
  }

  static String resolve(@Nullable String text, List<String> latestFirst) {
    if (latestFirst.isEmpty()) {
      throw new CliFailure(
          Exit.FAILED, "there is no sweep yet. Submit one with `cbd submit FILE`.");
    }
    if (text == null) {
      return latestFirst.get(0);
    }
    if (latestFirst.contains(text)) {
      return text;
    }
    List<String> found = latestFirst.stream().filter(id -> id.startsWith(text)).toList();
    for (String id : found) {
      if (new SweepId(id).name().equals(text)) {
        return id;
      }
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new CliFailure(
        Exit.FAILED,
        found.isEmpty()
            ? "no sweep begins with '" + text + "'. There is: " + some(latestFirst)
            : "more than one sweep begins with '" + text + "': " + some(found));
  }

  private static String some(List<String> ids) {
    return ids.stream().limit(5).collect(Collectors.joining(", ")) + (ids.size() > 5 ? " …" : "");
  }
}
