package cbd.domain;

import cbd.text.Default;

/**
 * Where a number comes from.
 *
 * @param commit git commit of the code that trained; {@code unknown} outside a checkout
 * @param dirty whether that checkout had uncommitted changes
 * @param version of cbd
 * @param engine training engine and version, such as {@code PyTorch 2.7.1, DJL 0.35.1}
 * @param java version and vendor
 * @param host machine
 * @param device such as {@code cpu} or {@code gpu:0}, with its model name where known
 * @param threads intra-op threads of the engine
 * @param dataHash SHA-256 of the training images, test images and labels as they were read
 * @param poisonHash SHA-256 of the sorted indices of the poisoned training images
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
    @Default("") String poisonHash) {}
