package cbd.coordinator.cli.progress;

import cbd.coordinator.cli.client.Json;
import cbd.coordinator.http.Views;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints lines of a trial's log as they come, and words about them beside. */
public final class LogPrinter {
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;
  private @Nullable Integer attempt;

  /**
   * @param out for lines alone
   * @param json an object for each line in place of its text
   */
  public LogPrinter(PrintWriter out, PrintWriter err, boolean json) {
    this.out = out;
    this.err = err;
    this.json = json;
  }

  /** Prints what an answer brought; before the first of a further attempt, which one that is. */
  public void lines(Views.LogView view) {
    if (attempt != null && !attempt.equals(view.attempt()) && !json) {
      out.printf("--- attempt %d on %s ---%n", view.attempt(), view.slot());
    }
    attempt = view.attempt();
    if (view.skipped() > 0) {
      err.printf("%d bytes of the log before this are gone.%n", view.skipped());
      err.flush();
    }
    if (json) {
      view.text().lines().forEach(line -> out.println(object(view, line)));
    } else {
      out.print(view.text());
    }
    out.flush();
  }

  private static String object(Views.LogView view, String line) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("trial", view.trial());
    object.put("attempt", view.attempt());
    object.put("slot", view.slot());
    object.put("line", line);
    return Json.line(object);
  }

  /** Says something that is no line of a log. */
  public void note(String words) {
    out.flush();
    err.println(words);
    err.flush();
  }

  /** Whether nobody reads any more, as behind {@code | head}. */
  boolean isGone() {
    return out.checkError();
  }
}
