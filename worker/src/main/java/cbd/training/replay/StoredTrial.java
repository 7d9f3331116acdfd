package cbd.training.replay;

import cbd.domain.TrialId;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import cbd.text.InvalidTextException;
import cbd.text.JsonText;
import cbd.text.Location;
import cbd.text.Problem;
import cbd.text.RecordReader;
import cbd.text.Tree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trial with its result, as someone kept it.
 *
 * @param id under which it was kept
 */
public record StoredTrial(TrialId id, TrialSpec spec, TrialResult result) {

  /**
   * Reads a coordinator's answer about a trial, or what {@code cbd train --json} prints.
   *
   * @throws InvalidTextException when it is neither, or the trial has no result
   */
  public static StoredTrial parse(String json) {
    Tree document = JsonText.parse(json);
    Tree trial = at(document, "trial");
    boolean answer = trial instanceof Tree.Mapping;
    Tree about = answer ? trial : document;
    Tree result = answer ? at(about, "result") : at(at(about, "outcome"), "result");
    if (result == null || result instanceof Tree.Scalar) {
      throw invalid(
          "the trial has no result; only one that succeeded can be trained again to compare");
    }
    return new StoredTrial(
        read(TrialId.class, answer ? at(about, "id") : trial),
        read(TrialSpec.class, at(about, "spec")),
        read(TrialResult.class, result));
  }

  private static <T> T read(Class<T> type, @Nullable Tree tree) {
    if (tree == null) {
      throw invalid("a trial must have an id, a spec and a result");
    }
    return RecordReader.read(type, tree);
  }

  private static @Nullable Tree at(@Nullable Tree tree, String key) {
    return tree instanceof Tree.Mapping mapping ? mapping.get(key) : null;
  }

  private static InvalidTextException invalid(String message) {
    return new InvalidTextException(List.of(new Problem("", Location.NONE, message)));
  }
}
