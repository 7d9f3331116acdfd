package cbd.coordinator.cli;

import cbd.coordinator.cli.client.Json;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** {@code --json}: an answer for programs in place of the one for people. */
final class JsonOption {
  @Option(names = "--json", description = "Print JSON in place of text.")
  private boolean json;

  /** Prints the answer one way or the other. */
  void print(PrintWriter out, Object answer, Runnable asText) {
    if (json) {
      out.println(Json.write(answer));
    } else {
      asText.run();
    }
  }

  boolean isAsked() {
    return json;
  }
}
