package cbd.coordinator.model;

import cbd.domain.ModelFile;
import cbd.domain.Phase;
import cbd.domain.TrialId;
import cbd.domain.TrialResult;
import cbd.text.Words;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One of the networks of a trial's result.
 *
 * @param network final or backdoored
 * @param sha256 of its file, 64 hexadecimal digits
 */
public record ModelName(TrialId trial, Phase network, String sha256) {
  static final String SUFFIX = ".safetensors";

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  public ModelName {
    if (!DIGEST.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "a digest is 64 hexadecimal digits, but was '" + sha256 + "'");
    }
  }

  /** Empty when the result names no such network: then none was kept. */
  public static Optional<ModelName> of(TrialId trial, TrialResult result, Phase network) {
    return result.provenance().models().stream()
        .filter(file -> file.network() == network)
        .map(ModelFile::sha256)
        .filter(sha256 -> DIGEST.matcher(sha256).matches()) // It is a worker's word.
        .findFirst()
        .map(sha256 -> new ModelName(trial, network, sha256));
  }

  /** What people call its file, such as {@code 3f9c2a10-final.safetensors}. */
  public String title() {
    return trial.brief() + "-" + Words.of(network) + SUFFIX;
  }

  /** The name of its file in a depot. */
  @Override
  public String toString() {
    return trial + "-" + Words.of(network) + "-" + sha256 + SUFFIX;
  }
}
