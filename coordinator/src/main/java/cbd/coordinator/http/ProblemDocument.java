package cbd.coordinator.http;

import cbd.text.Location;
import cbd.text.Problem;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as {@code application/problem+json} (RFC 9457).
 *
 * @param type what kind of problem; stable, for programs
 * @param title the kind in words
 * @param status of the response
 * @param detail this occurrence in words: the value, the rule, what to do
 * @param instance the path that was asked for
 * @param errors each thing that is wrong with a submitted text; absent otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemDocument(
    String type,
    String title,
    int status,
    String detail,
    String instance,
    @Nullable List<Flaw> errors) {

  /** The media type. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /**
   * One thing that is wrong with a text.
   *
   * @param path the setting, such as {@code trial.attack.poisonRate}; empty for the whole text
   * @param line from 1; absent when it stands nowhere
   * @param column from 1; absent when it stands nowhere
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Flaw(
      String path, @Nullable Integer line, @Nullable Integer column, String message) {
    static Flaw of(Problem problem) {
      boolean placed = !problem.at().equals(Location.NONE);
      return new Flaw(
          problem.path(),
          placed ? problem.at().line() : null,
          placed ? problem.at().column() : null,
          problem.message());
    }
  }
}
