package cbd.training.attack;

import cbd.domain.Attack;
import cbd.text.CanonicalText;
import cbd.training.data.ImageSet;
import org.jspecify.annotations.Nullable;

/**
 * What an attacker has to work with.
 *
 * @param train the clean training images; test images are of the same size
 * @param seed of the poisoning, {@code Seeds.poison()}
 * @param dataDir folder that pictures are read from; empty: none
 * @param workshop where something can be trained; null: nowhere, and attacks that need it say so
 */
public record AttackContext(
    ImageSet train, long seed, String dataDir, @Nullable Workshop workshop) {

  /** For attacks that train nothing. */
  public AttackContext(ImageSet train, long seed, String dataDir) {
    this(train, seed, dataDir, null);
  }

  /** Pixels. */
  int height() {
    return train.height();
  }

  /** Pixels. */
  int width() {
    return train.width();
  }

  /**
   * Where something can be trained.
   *
   * @throws IllegalArgumentException when that is nowhere
   */
  Workshop requireWorkshop() {
    if (workshop == null) {
      throw new IllegalArgumentException(
          "this attack has something to train first, which is done in trials only");
    }
    return workshop;
  }

  /** All that an attack on these images depends on besides the code, for the store of stages. */
  String inputs(Attack attack, Workshop place) {
    boolean picture =
        attack instanceof Attack.Blend blend && !blend.image().equals(Attack.Blend.NOISE);
    return String.join(
        " ",
        train.contentHash(),
        CanonicalText.of(attack),
        Long.toString(seed),
        picture ? TriggerPicture.hash(dataDir, ((Attack.Blend) attack).image()) : "-",
        place.circumstances());
  }
}
