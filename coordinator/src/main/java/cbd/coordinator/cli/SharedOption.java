package cbd.coordinator.cli;

import cbd.coordinator.cli.words.Amounts;
import cbd.coordinator.http.Views;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** {@code --shared}: a sweep's trials are meant even where other sweeps wait for them. */
final class SharedOption {
  @Option(
      names = "--shared",
      description = "Also the trials that other sweeps hold; without it those stay as they are.")
  private boolean shared;

  /** A path that says it. */
  String onto(String path) {
    return shared ? path + (path.contains("?") ? "&" : "?") + "shared=true" : path;
  }

  /** Says what was left alone. */
  static void tell(Views.ChangedView done, PrintWriter out) {
    if (done.shared() > 0) {
      out.println(
          Amounts.count(done.shared(), "trial")
              + (done.shared() == 1
                  ? " stays as it is, for another sweep holds it"
                  : " stay as they are, for other sweeps hold them")
              + " too; --shared takes them all.");
    }
  }
}
