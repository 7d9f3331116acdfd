package cbd.training.checkpoint;

import cbd.domain.Digest;
import cbd.domain.TrialId;
import cbd.training.stage.RunningCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose checkpoints these are.
 *
 * @param trial the trial
 * @param circumstances all that its numbers depend on, {@code name: value} each, the code excepted
 * @param host this machine
 * @param device this machine's, with its model's name
 */
public record Identity(TrialId trial, List<String> circumstances, String host, String device) {
  private static final int SHOWN_DIGITS = 16;

  public Identity {
    circumstances = List.copyOf(circumstances);
  }

  /**
   * All of them, with the code that runs.
   *
   * @throws IOException when that cannot be read
   */
  List<String> complete() throws IOException {
    List<String> all = new ArrayList<>(circumstances);
    all.add("code: " + RunningCode.hash());
    return all;
  }

  /** Sixteen hexadecimal digits that differ where circumstances do. */
  static String digest(List<String> complete) {
    return Digest.hex(String.join("\n", complete)).substring(0, SHOWN_DIGITS);
  }
}
