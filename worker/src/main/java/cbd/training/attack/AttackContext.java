package cbd.training.attack;

import cbd.training.data.ImageSet;

/**
 * What an attacker has to work with.
 *
 * @param train the clean training images; test images are of the same size
 * @param seed of the poisoning, {@code Seeds.poison()}
 * @param dataDir folder that pictures are read from; empty: none
 */
public record AttackContext(ImageSet train, long seed, String dataDir) {

  /** Pixels. */
  int height() {
    return train.height();
  }

  /** Pixels. */
  int width() {
    return train.width();
  }
}
