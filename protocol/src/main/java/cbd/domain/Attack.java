package cbd.domain;

import cbd.text.About;
import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Form;
import cbd.text.InvalidValueException;
import cbd.text.Name;
import cbd.text.Preset;
import cbd.text.Rules;
import org.jspecify.annotations.Nullable;

/** How the training set is poisoned. One record per attack; its components are its settings. */
@About("How the attacker poisons the training set.")
public sealed interface Attack {

  /** Share of training images poisoned, 0..1; of which images, {@link #rateOf} says. */
  double poisonRate();

  LabelMapping mapping();

  /** What the poison rate is a share of. */
  default RateOf rateOf() {
    return RateOf.DATASET;
  }

  /** Whether only images of the target class are poisoned, which keep their label. */
  default boolean cleanLabel() {
    return false;
  }

  /** Images with a wrong trigger and their true label, per poisoned image. */
  default double crossRatio() {
    return adaptive().crossRatio();
  }

  /** Whether the attacker trains networks of his own before there is a trigger. */
  default boolean trainsFirst() {
    return false;
  }

  /** What the attacker does against CBD in particular. */
  default Adaptive adaptive() {
    return Adaptive.NOT;
  }

  /** What the poison rate of a clean label attack is a share of. */
  @About("What the poison rate is a share of.")
  enum RateOf {
    TARGET_CLASS,
    DATASET
  }

  /** BadNets (Gu et al., 2017): an opaque black and white patch. */
  @Name("badnets")
  @About("BadNets: an opaque black and white patch, by default 3x3 in the bottom right corner.")
  record BadNets(
      @About("Share of training images poisoned.") @Between(min = 0, max = 1) @Default("0.1")
          double poisonRate,
      @About("Which label triggered images get.") @Default("all-to-one") LabelMapping mapping,
      @About("What the patch shows, and where.") @Default("grid") Pattern pattern,
      @About("Side of the patch in pixels; 0: 3 for each 32 of the image's shorter side.")
          @Between(min = 0, max = 1024)
          @Default("0")
          int patchSize,
      @About("What the attacker does against CBD in particular.") @Default("{}") Adaptive adaptive)
      implements Attack {
    /** Cells along a side of the patch. */
    private static final int CELLS = 3;

    private static final int SIDE_PER_PATCH = 32;

    public BadNets {
      Rules.check(BadNets.class, poisonRate, mapping, pattern, patchSize, adaptive);
      Rules.refuse(
          patchSize > 0 && patchSize < CELLS
              ? new InvalidValueException(
                  "patchSize", "must be 0 or at least 3, the cells of a side, but was " + patchSize)
              : null);
    }

    /** The grid of the CBD authors. */
    public BadNets(double poisonRate, LabelMapping mapping) {
      this(poisonRate, mapping, Pattern.GRID, 0, Adaptive.NOT);
    }

    /**
     * Side of the patch in an image.
     *
     * @param shorter pixels of the image's shorter side
     * @return pixels: 3 for an image of 32, 21 for one of 224
     */
    public int side(int shorter) {
      return patchSize != 0
          ? patchSize
          : CELLS * Math.max(1, (shorter + SIDE_PER_PATCH / 2) / SIDE_PER_PATCH);
    }

    /** Why the patch does not fit an image of this size in pixels; null when it does. */
    public @Nullable InvalidValueException misfit(int height, int width) {
      int shorter = Math.min(height, width);
      int side = side(shorter);
      int needed =
          switch (pattern) {
            case GRID -> side;
            case SQUARE -> side + side / CELLS;
            case FOUR_CORNER -> 2 * side + side / CELLS;
          };
      return needed <= shorter
          ? null
          : new InvalidValueException(
              "attack.patchSize",
              String.format(
                  "must leave room in an image of %d x %d pixels, but a patch of %d needs %d",
                  width, height, side, needed));
    }

    /** What a patch shows. */
    @About("What the patch shows: a grid in a corner, a white square near it, or four grids.")
    public enum Pattern {
      /** 3×3 cells of black and white in the bottom right corner. */
      GRID,
      /** All white, one cell away from the bottom right corner. */
      SQUARE,
      /** A grid in every corner. */
      FOUR_CORNER
    }
  }

  /** Blend (Chen et al., 2017): x' = trunc((1 − α)·x + α·m) with a mask m. */
  @Name("blend")
  @About("Blend: a mask, by default one of fixed noise, blended into the whole image.")
  @Preset(name = "paper", about = "The attack as it is meant: the default.", settings = "{}")
  @Preset(
      name = "official-code",
      about = "What the CBD authors' code does: another mask for every image.",
      settings = "{\"perImage\": true}")
  record Blend(
      @About("Share of training images poisoned.") @Between(min = 0, max = 1) @Default("0.1")
          double poisonRate,
      @About("Which label triggered images get.") @Default("all-to-one") LabelMapping mapping,
      @About("Opacity of the mask.") @Between(min = 0, max = 1) @Default("0.2") double alpha,
      @About("Seed of the noise mask.") @Between(min = 0) @Default("0") long maskSeed,
      @About("Another noise mask for every image, as the CBD authors' code does by mistake.")
          @Default("false")
          boolean perImage,
      @About("The mask: noise, or a picture (png, jpg) inside the data folder.")
          @Form(
              pattern = "noise|(\\w[\\w. -]*/)*\\w[\\w. -]*\\.(png|PNG|jpg|JPG|jpeg|JPEG)",
              words =
                  "noise, or the path of a png or jpg file within the data folder, no part of it"
                      + " beginning with a dot")
          @Default("noise")
          String image,
      @About("What the attacker does against CBD in particular.") @Default("{}") Adaptive adaptive)
      implements Attack {
    /** The image that is no file. */
    public static final String NOISE = "noise";

    public Blend {
      Rules.check(Blend.class, poisonRate, mapping, alpha, maskSeed, perImage, image, adaptive);
      Rules.refuse(maskOfNoise(perImage, image));
    }

    /** One mask of noise. */
    public Blend(double poisonRate, LabelMapping mapping, double alpha, long maskSeed) {
      this(poisonRate, mapping, alpha, maskSeed, false, NOISE, Adaptive.NOT);
    }

    private static @Nullable InvalidValueException maskOfNoise(boolean perImage, String image) {
      return perImage && !image.equals(NOISE)
          ? new InvalidValueException(
              "perImage", "must be false with a picture, which is the same for every image")
          : null;
    }
  }

  /** Trojan (Liu et al., 2018) with the fixed watermark of the ABL authors, or a generated one. */
  @Name("trojan")
  @About("Trojan: a coloured watermark, by default 3x3 pixels, near the bottom right corner.")
  @Preset(name = "paper", about = "The attack as it is meant: the default.", settings = "{}")
  @Preset(
      name = "official-code",
      about = "What the CBD authors' code does: the sum modulo 256.",
      settings = "{\"overflow\": \"wrap\"}")
  record Trojan(
      @About("Share of training images poisoned.") @Between(min = 0, max = 1) @Default("0.1")
          double poisonRate,
      @About("Which label triggered images get.") @Default("all-to-one") LabelMapping mapping,
      @About("How the watermark meets the image.") @Default("replace") Overflow overflow,
      @About("What the attacker does against CBD in particular.") @Default("{}") Adaptive adaptive,
      @About("Where the watermark's pixels come from.") @Default("fixed") Watermark watermark)
      implements Attack {
    public Trojan {
      Rules.check(Trojan.class, poisonRate, mapping, overflow, adaptive, watermark);
    }

    /** The fixed watermark. */
    public Trojan(double poisonRate, LabelMapping mapping, Overflow overflow, Adaptive adaptive) {
      this(poisonRate, mapping, overflow, adaptive, new Watermark.Fixed());
    }

    @Override
    public boolean trainsFirst() {
      return watermark instanceof Watermark.Generated;
    }

    /** How the watermark meets the image. */
    @About("How the watermark meets the image: added modulo 256, added up to 255, or pasted.")
    public enum Overflow {
      /** Added; the sum is taken modulo 256, as the CBD authors' code does. */
      WRAP,
      /** Added, but at most 255. */
      CLIP,
      /** Pasted over the image. */
      REPLACE
    }
  }

  /**
   * SIG (Barni, Kallas and Tondi, 2019): a sinusoid along the rows, over images of the target
   * class, which keep their label.
   */
  @Name("sig")
  @About("SIG: a sinusoid over images of the target class, which keep their label (clean label).")
  @Preset(name = "paper", about = "The attack as it is meant: the default.", settings = "{}")
  @Preset(
      name = "official-code",
      about = "What the CBD authors' code does: a tenth of the image is left.",
      settings = "{\"mode\": \"cbd-code\"}")
  record Sig(
      @About("Share of the target class, or of all training images, that is poisoned.")
          @Between(min = 0, max = 1)
          @Default("0.1")
          double poisonRate,
      @About("Which label triggered test images are to get; all-to-one only.")
          @Default("all-to-one")
          LabelMapping mapping,
      @About("What the poison rate is a share of; the images are of the target class either way.")
          @Default("target-class")
          RateOf rateOf,
      @About("Which of the published formulas mixes sinusoid and image.") @Default("add") Mode mode,
      @About("Amplitude in training images, grey levels.")
          @Between(min = 0, max = 255)
          @Default("20.0")
          double deltaTrain,
      @About("Amplitude in test images, grey levels.") @Between(min = 0, max = 255) @Default("20.0")
          double deltaTest,
      @About("Waves across the image; 6 in mode abl-file, whose waves are as long as there.")
          @Between(min = 1, max = 1000)
          @Default("6")
          int frequency,
      @About("What the attacker does against CBD in particular.") @Default("{}") Adaptive adaptive)
      implements Attack {
    private static final int ABL_FILE_FREQUENCY = 6;

    public Sig {
      Rules.check(
          Sig.class, poisonRate, mapping, rateOf, mode, deltaTrain, deltaTest, frequency, adaptive);
      Rules.refuse(
          mapping instanceof LabelMapping.AllToOne
              ? null
              : new InvalidValueException(
                  "mapping",
                  "must be all-to-one, for sig is a clean label attack: it poisons images of the"
                      + " target class, which keep their label; but was all-to-all"),
          mode != Mode.ABL_FILE || frequency == ABL_FILE_FREQUENCY
              ? null
              : new InvalidValueException(
                  "frequency",
                  "must be "
                      + ABL_FILE_FREQUENCY
                      + " in mode abl-file, whose waves are as its file has them, but was "
                      + frequency),
          adaptive.labelNoise() == 0
              ? null
              : new InvalidValueException(
                  "adaptive.labelNoise",
                  "must be 0, for sig is a clean label attack: poisoned images keep their label;"
                      + " but was "
                      + adaptive.labelNoise()));
    }

    @Override
    public boolean cleanLabel() {
      return true;
    }

    /** Which of the published formulas. */
    @About("How sinusoid and image are mixed.")
    public enum Mode {
      /** clip(x + Δ·sin(2πjf/W)), as the paper means it. */
      ADD,
      /** trunc(0.1·x + 0.9·Δ·sin(2πjf/W)) modulo 256, as the CBD authors' code does. */
      CBD_CODE,
      /** trunc(0.8·x + 0.2·m), m = trunc(Δ·sin(0.8·j)) modulo 256, the mask file of ABL. */
      ABL_FILE,
      /** clip(0.2·x + 0.8·Δ·sin(2πjf/W)), as the text of ABL says. */
      ABL_README
    }
  }

  /** WaNet (Nguyen and Tran, 2021): one smooth warp that a person hardly sees. */
  @Name("wanet")
  @About("WaNet: the whole image warped by one smooth field that a person hardly sees.")
  record WaNet(
      @About("Share of training images poisoned.") @Between(min = 0, max = 1) @Default("0.1")
          double poisonRate,
      @About("Which label triggered images get.") @Default("all-to-one") LabelMapping mapping,
      @About("Strength: mean shift of a point of the field, in half pixels.")
          @Between(min = 0, max = 100)
          @Default("0.5")
          double s,
      @About("Points along a side of the field, which is smooth between them.")
          @Between(min = 2, max = 1024)
          @Default("4")
          int k,
      @About(
              "Images with a randomly disturbed warp and their true label, per poisoned image; 2"
                  + " in WaNet's own training.")
          @Between(min = 0, max = 100)
          @Default("0.0")
          double noiseRatio,
      @About("Seed of the field.") @Between(min = 0) @Default("0") long seed,
      @About("How warped pixels become whole numbers again.") @Default("half-up") Rounding rounding,
      @About("Factor on the coordinates after the warp; above 1 the edges are smeared.")
          @Between(min = 0.5, max = 2)
          @Default("1.0")
          double rescale,
      @About("What the attacker does against CBD in particular.") @Default("{}") Adaptive adaptive)
      implements Attack {
    public WaNet {
      Rules.check(
          WaNet.class, poisonRate, mapping, s, k, noiseRatio, seed, rounding, rescale, adaptive);
      Rules.refuse(
          adaptive.crossRatio() == 0
              ? null
              : new InvalidValueException(
                  "adaptive.crossRatio",
                  "must be 0, for wanet has a noiseRatio of its own, but was "
                      + adaptive.crossRatio()));
    }

    @Override
    public double crossRatio() {
      return noiseRatio;
    }

    /** How warped pixels become whole numbers again. */
    @About("How pixels become whole numbers.")
    public enum Rounding {
      HALF_UP,
      TRUNCATE
    }
  }

  /**
   * Dynamic, or input-aware (Nguyen and Tran, NeurIPS 2020): each image has a trigger of its own,
   * made from it by networks that the attacker trains beforehand. Another image's trigger does not
   * open the backdoor.
   */
  @Name("dynamic")
  @About("Dynamic (input-aware): trained networks give each image a trigger of its own.")
  record Dynamic(
      @About("Share of training images poisoned.") @Between(min = 0, max = 1) @Default("0.1")
          double poisonRate,
      @About("Which label triggered images get.") @Default("all-to-one") LabelMapping mapping,
      @About("Images with another image's trigger and their true label, per poisoned image.")
          @Between(min = 0, max = 100)
          @Default("0.0")
          double crossRatio,
      @About("The attacker's networks and how they are trained.") @Default("{}")
          TriggerNetworks networks,
      @About("What the attacker does against CBD in particular.") @Default("{}") Adaptive adaptive)
      implements Attack {
    public Dynamic {
      Rules.check(Dynamic.class, poisonRate, mapping, crossRatio, networks, adaptive);
      Rules.refuse(
          adaptive.crossRatio() == 0
              ? null
              : new InvalidValueException(
                  "adaptive.crossRatio",
                  "must be 0, for dynamic has a crossRatio of its own, but was "
                      + adaptive.crossRatio()));
    }

    @Override
    public boolean trainsFirst() {
      return true;
    }
  }
}
