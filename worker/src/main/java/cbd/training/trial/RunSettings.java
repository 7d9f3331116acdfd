package cbd.training.trial;

import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Rules;
import cbd.training.stage.StageSettings;

/**
 * What a trial may use of the machine it runs on; its numbers do not depend on it, save for
 * rounding between devices.
 *
 * @param dataDir folder with data sets that are read from files; empty: none
 * @param threads intra-op threads of the engine
 * @param device {@code cpu}, or {@code gpu:0} and so on
 * @param stages where stages that trials share are kept
 * @param cacheDir folder for decoded images; empty: in the data folder
 */
public record RunSettings(
    @Default("") String dataDir,
    @Between(min = 1, max = 1024) @Default("1") int threads,
    @Default("cpu") String device,
    @Default("{}") StageSettings stages,
    @Default("") String cacheDir) {
  public RunSettings {
    Rules.check(RunSettings.class, dataDir, threads, device, stages, cacheDir);
  }

  /** Settings without a store of stages, with decoded images in their usual place. */
  public RunSettings(String dataDir, int threads, String device) {
    this(dataDir, threads, device, StageSettings.OFF, "");
  }
}
