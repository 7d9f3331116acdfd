package cbd.domain;

import cbd.text.CanonicalText;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * The seeds of a trial's random streams, each a function of the trial's identity, so that the same
 * trial draws the same numbers everywhere and no two streams share any.
 *
 * @param spec whose streams these are
 */
public record Seeds(TrialSpec spec) {

  /** A use of random numbers. */
  public enum Stream {
    /** Initial parameters of the backdoored model. */
    BACKDOORED_INIT,
    /** Initial parameters of the final model. */
    FINAL_INIT,
    /** Initial parameters of the critic. */
    CRITIC_INIT,
    /** Order of the images in each epoch. */
    SHUFFLE,
    /** Crops, flips and cutouts. */
    AUGMENTATION,
    /** Dropout masks of the critic. */
    DROPOUT,
    /** Which images' embeddings the critic takes for independent. */
    PAIRING
  }

  /**
   * Which images are poisoned: from data set, its size, attack and repeat alone, so that every
   * defense faces the same poisoned images.
   */
  public long poison() {
    return seed(
        "cbd-poison/1 "
            + source(spec.dataset())
            + ' '
            + spec.usedTrainImages()
            + ' '
            + CanonicalText.of(spec.attack())
            + ' '
            + spec.repeat());
  }

  /** {@code CIFAR10}; with its settings where it has any. */
  private static String source(Dataset dataset) {
    return dataset instanceof Dataset.Folder
        ? CanonicalText.of(dataset)
        : dataset.word().toUpperCase(Locale.ROOT);
  }

  /**
   * The seed of any other stream: from the whole trial; but the first parameters of the backdoored
   * model only from what its phase depends on, see {@link #of(Stream, Phase)}.
   */
  public long of(Stream stream) {
    return of(stream, stream == Stream.BACKDOORED_INIT ? Phase.BACKDOORED : Phase.FINAL);
  }

  /**
   * The seed of a stream that each phase has of its own. That of the backdoored model's phase is
   * from data set, its size, attack, model, batch size, optimizer, augmentation and repeat alone:
   * not from its length or learning rate, nor from anything that comes after it. So trials that
   * differ in these train the same backdoored model, and it need be trained only once.
   */
  public long of(Stream stream, Phase phase) {
    String whose =
        phase == Phase.BACKDOORED ? backdooredPhase() : "cbd-stream/1 " + TrialId.of(spec);
    return seed(whose + ' ' + stream);
  }

  private String backdooredPhase() {
    Training training = spec.training();
    return "cbd-backdoored/1 "
        + source(spec.dataset())
        + ' '
        + spec.usedTrainImages()
        + ' '
        + CanonicalText.of(spec.attack())
        + ' '
        + spec.model()
        + ' '
        + training.batchSize()
        + ' '
        + training.momentum()
        + ' '
        + training.weightDecay()
        + ' '
        + CanonicalText.of(training.augmentation())
        + ' '
        + spec.repeat();
  }

  private static long seed(String text) {
    return ByteBuffer.wrap(Digest.bytes(text)).getLong();
  }
}
