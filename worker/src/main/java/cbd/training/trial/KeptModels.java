package cbd.training.trial;

import cbd.domain.ModelFile;
import cbd.domain.Phase;
import cbd.domain.Provenance;
import cbd.domain.Scores;
import cbd.domain.TrialSpec;
import cbd.training.model.ModelCard;
import cbd.training.model.NetworkFile;
import cbd.training.network.FeatureNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a trial's networks where they were asked for. A full disk costs the file, no result. */
final class KeptModels {
  private static final Logger log = LoggerFactory.getLogger(KeptModels.class);

  private final TrialSpec spec;
  private final Provenance origin;
  private final String testImages;
  private final Map<Phase, String> places = new EnumMap<>(Phase.class);
  private final Map<Phase, ModelFile> files = new EnumMap<>(Phase.class);

  /**
   * @param testImages content hash of the images that scores are measured on
   */
  KeptModels(TrialSpec spec, RunSettings settings, Provenance origin, String testImages) {
    this.spec = spec;
    this.origin = origin;
    this.testImages = testImages;
    places.put(Phase.BACKDOORED, settings.backdooredModelFile());
    places.put(Phase.FINAL, settings.modelFile());
  }

  /** Writes a network, if it is wanted, over the one that was kept in this phase before. */
  void keep(Phase phase, FeatureNetwork network, Scores scores) {
    String place = places.getOrDefault(phase, "");
    if (place.isEmpty()) {
      return;
    }
    Path file = Path.of(place).toAbsolutePath();
    String commit = origin.commit() + (origin.dirty() ? "-dirty" : "");
    try {
      String sha256 =
          NetworkFile.write(file, network, new ModelCard(spec, phase, commit, scores, testImages));
      files.put(phase, new ModelFile(phase, file.toString(), sha256));
    } catch (IOException e) {
      files.remove(phase);
      log.error("A network could not be written. network={} file={}", phase, file, e);
    }
  }

  /** What lies there now. */
  List<ModelFile> files() {
    return new ArrayList<>(files.values());
  }
}
