package cbd.training.trial;

import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Rules;
import cbd.training.checkpoint.CheckpointSettings;
import cbd.training.stage.StageSettings;

/**
 * What a trial may use of the machine it runs on; its numbers do not depend on it, save for
 * rounding between devices.
 *
 * @param dataDir folder with data sets that are read from files; empty: none
 * @param threads intra-op threads of the engine
 * @param device {@code cpu}, or {@code gpu:0} and so on
 * @param cacheDir folder for decoded images; empty: in the data folder
 * @param stages where stages that trials share are kept
 * @param modelFile where the final network is written, as safetensors; empty: nowhere
 * @param backdooredModelFile where CBD's backdoored model is written; empty: nowhere
 * @param checkpoints where and how often checkpoints are made
 */
public record RunSettings(
    @Default("") String dataDir,
    @Between(min = 1, max = 1024) @Default("1") int threads,
    @Default("cpu") String device,
    @Default("") String cacheDir,
    @Default("{}") StageSettings stages,
    @Default("") String modelFile,
    @Default("") String backdooredModelFile,
    @Default("{}") CheckpointSettings checkpoints) {
  public RunSettings {
    Rules.check(
        RunSettings.class,
        dataDir,
        threads,
        device,
        cacheDir,
        stages,
        modelFile,
        backdooredModelFile,
        checkpoints);
  }

  /** Settings that keep no network, and make no checkpoint. */
  public RunSettings(
      String dataDir, int threads, String device, String cacheDir, StageSettings stages) {
    this(dataDir, threads, device, cacheDir, stages, "", "", CheckpointSettings.OFF);
  }

  /** The usual cache of decoded images, no store of stages; no network is kept. */
  public RunSettings(String dataDir, int threads, String device) {
    this(dataDir, threads, device, "", StageSettings.OFF);
  }

  /** The same, with a store of stages. */
  public RunSettings sharing(StageSettings stages) {
    return new RunSettings(
        dataDir, threads, device, cacheDir, stages, modelFile, backdooredModelFile, checkpoints);
  }

  /** The same, with places for networks. */
  public RunSettings keeping(String modelFile, String backdooredModelFile) {
    return new RunSettings(
        dataDir, threads, device, cacheDir, stages, modelFile, backdooredModelFile, checkpoints);
  }

  /** The same, with checkpoints. */
  public RunSettings checkpointing(CheckpointSettings checkpoints) {
    return new RunSettings(
        dataDir, threads, device, cacheDir, stages, modelFile, backdooredModelFile, checkpoints);
  }
}
