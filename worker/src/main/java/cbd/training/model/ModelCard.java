package cbd.training.model;

import cbd.domain.Phase;
import cbd.domain.Scores;
import cbd.domain.TrialId;
import cbd.domain.TrialSpec;
import cbd.text.CanonicalText;
import cbd.text.InvalidTextException;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.text.RecordWriter;
import cbd.text.Tree;
import cbd.text.Words;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a network's file says about it, in its metadata.
 *
 * @param spec of the trial that trained it
 * @param network which of the trial's networks: the final one or CBD's backdoored one
 * @param commit git commit of the code that trained it, {@code -dirty} behind it when that had
 *     uncommitted changes
 * @param scores as they were measured after its last epoch
 * @param testImages content hash of the test images they were measured on; empty when the file does
 *     not say it
 */
public record ModelCard(
    TrialSpec spec, Phase network, String commit, Scores scores, String testImages) {
  /** What PyTorch's own tools look for. */
  private static final String FORMAT = "format";

  private static final String TRIAL = "cbd.trial";
  private static final String SPEC = "cbd.spec";
  private static final String NETWORK = "cbd.network";
  private static final String COMMIT = "cbd.commit";
  private static final String SCORES = "cbd.scores";
  private static final String TEST_IMAGES = "cbd.testImages";

  /** As texts; the spec and the scores as JSON. */
  Map<String, String> metadata() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(FORMAT, "pt");
    texts.put(TRIAL, TrialId.of(spec).toString());
    texts.put(SPEC, CanonicalText.of(spec));
    texts.put(NETWORK, Words.of(network));
    texts.put(COMMIT, commit);
    texts.put(SCORES, JsonText.write(RecordWriter.tree(scores)));
    if (!testImages.isEmpty()) {
      texts.put(TEST_IMAGES, testImages);
    }
    return texts;
  }

  /**
   * Reads it back.
   *
   * @return empty for a file that another program wrote
   * @throws MalformedModelException when a text is not what {@link #metadata} writes
   */
  public static Optional<ModelCard> of(SafetensorsFile file) throws MalformedModelException {
    Map<String, String> texts = file.metadata();
    if (!texts.containsKey(SPEC)) {
      return Optional.empty();
    }
    return Optional.of(
        new ModelCard(
            read(file, SPEC, TrialSpec.class, JsonText::parse),
            read(file, NETWORK, Phase.class, Tree.Scalar::of),
            texts.getOrDefault(COMMIT, "unknown"),
            read(file, SCORES, Scores.class, JsonText::parse),
            texts.getOrDefault(TEST_IMAGES, "")));
  }

  private static <T> T read(
      SafetensorsFile file, String key, Class<T> type, Function<String, Tree> parse)
      throws MalformedModelException {
    try {
      return RecordReader.read(type, parse.apply(file.metadata().getOrDefault(key, "")));
    } catch (InvalidTextException e) {
      throw new MalformedModelException(
          "%s: the metadata's %s is not what this version of cbd writes: %s"
              .formatted(file.path(), key, e.getMessage()),
          e);
    }
  }
}
