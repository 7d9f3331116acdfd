package cbd.domain;

import cbd.text.Default;
import java.util.List;

/**
 * Where a number comes from.
 *
 * @param commit git commit of the code that trained; {@code unknown} outside a checkout
 * @param dirty whether that checkout had uncommitted changes
 * @param version of cbd
 * @param engine training engine and version, such as {@code PyTorch 2.7.1, DJL 0.35.1}
 * @param java version and vendor
 * @param host machine
 * @param device such as {@code cpu} or {@code gpu:0}, with its model's name where known, and the
 *     driver of a GPU
 * @param threads intra-op threads of the engine
 * @param dataHash SHA-256 of the training images, test images and labels as they were read
 * @param poisonHash SHA-256 of the sorted indices of the poisoned training images
 * @param imagesPerSecond training images stepped over, with repetition, per second of training,
 *     evaluation excluded; 0 where it was not measured
 * @param models the networks that were kept
 * @param reusedStages what the trial did not build itself but found in a store of stages, such as
 *     {@code poisoned-set}; its numbers are the same either way
 * @param resumed where training went on from a checkpoint, the first time first; empty: it ran
 *     through
 */
public record Provenance(
    @Default("unknown") String commit,
    @Default("false") boolean dirty,
    @Default("unknown") String version,
    @Default("unknown") String engine,
    @Default("unknown") String java,
    @Default("unknown") String host,
    @Default("unknown") String device,
    @Default("1") int threads,
    @Default("") String dataHash,
    @Default("") String poisonHash,
    @Default("0") double imagesPerSecond,
    @Default("[]") List<ModelFile> models,
    @Default("[]") List<String> reusedStages,
    @Default("[]") List<Resumption> resumed) {
  public Provenance {
    models = List.copyOf(models);
    reusedStages = List.copyOf(reusedStages);
    resumed = List.copyOf(resumed);
  }

  /**
   * Where a number comes from of which neither speed nor network was kept, by a trial that built
   * everything itself and ran through.
   */
  public Provenance(
      String commit,
      boolean dirty,
      String version,
      String engine,
      String java,
      String host,
      String device,
      int threads,
      String dataHash,
      String poisonHash) {
    this(
        commit,
        dirty,
        version,
        engine,
        java,
        host,
        device,
        threads,
        dataHash,
        poisonHash,
        0,
        List.of(),
        List.of(),
        List.of());
  }

  /** The same, with what is known only when training is over. */
  public Provenance after(
      double imagesPerSecond,
      List<ModelFile> models,
      List<String> reusedStages,
      List<Resumption> resumed) {
    return new Provenance(
        commit,
        dirty,
        version,
        engine,
        java,
        host,
        device,
        threads,
        dataHash,
        poisonHash,
        imagesPerSecond,
        models,
        reusedStages,
        resumed);
  }
}
