package cbd.domain;

import cbd.text.About;
import java.util.List;

/** A network that is trained; the constants without {@code IMAGENET} are for small images. */
@About(
    "The network that is trained. The resnet-*-imagenet ones begin with a 7x7 convolution of stride"
        + " 2 and max pooling, for images of about 224x224; all others are for about 32x32.")
public enum Architecture {
  WRN_10_1(Family.WIDE_RESNET, 10, 1),
  WRN_10_2(Family.WIDE_RESNET, 10, 2),
  WRN_16_1(Family.WIDE_RESNET, 16, 1),
  WRN_16_2(Family.WIDE_RESNET, 16, 2),
  WRN_40_1(Family.WIDE_RESNET, 40, 1),
  WRN_40_2(Family.WIDE_RESNET, 40, 2),
  PREACT_RESNET_18(Family.PREACT_RESNET, 18, 1),
  RESNET_18(Family.RESNET, 18, 1),
  RESNET_34(Family.RESNET, 34, 1),
  RESNET_18_IMAGENET(Family.RESNET_IMAGENET, 18, 1),
  RESNET_34_IMAGENET(Family.RESNET_IMAGENET, 34, 1);

  /** Which description a network follows. */
  public enum Family {
    /**
     * WRN-depth-widen, a WideResNet (Zagoruyko and Komodakis, 2016) as the CBD authors build it.
     */
    WIDE_RESNET,
    /** Identity mappings (He et al., 2016), the stem a 3×3 convolution of stride 1. */
    PREACT_RESNET,
    /** Residual learning (He et al., 2015), the stem a 3×3 convolution of stride 1. */
    RESNET,
    /** The same as published: the stem a 7×7 convolution of stride 2 and 3×3 max pooling of 2. */
    RESNET_IMAGENET
  }

  private static final int CHANNELS = 3;

  private final Family family;
  private final int depth;
  private final int widen;

  Architecture(Family family, int depth, int widen) {
    this.family = family;
    this.depth = depth;
    this.widen = widen;
  }

  public Family family() {
    return family;
  }

  /** Layers; of a WideResNet 6n + 4 with n blocks per group. */
  public int depth() {
    return depth;
  }

  /** Factor on a WideResNet's channel widths 16, 32, 64; 1 for all others. */
  public int widen() {
    return widen;
  }

  /** Blocks of two 3×3 convolutions in each stage; all stages but the first halve the image. */
  public List<Integer> blocks() {
    if (family == Family.WIDE_RESNET) {
      int each = (depth - 4) / 6;
      return List.of(each, each, each);
    }
    return depth == 18 ? List.of(2, 2, 2, 2) : List.of(3, 4, 6, 3);
  }

  /** Channels behind the stem. */
  public int stemWidth() {
    return family == Family.WIDE_RESNET ? 16 : 64;
  }

  /** Channels of the first stage; each further one doubles them. */
  public int firstWidth() {
    return stemWidth() * widen;
  }

  /** Components of the embedding: channels of the last stage. */
  public int embeddingWidth() {
    return firstWidth() << (blocks().size() - 1);
  }

  /**
   * Multiplications with addition in the convolutions and the linear layer of one image's forward
   * pass; a training step takes about three times as many.
   *
   * @param height of the image, pixels
   * @param width of the image, pixels
   */
  public long multiplyAdds(int height, int width, int classes) {
    boolean large = family == Family.RESNET_IMAGENET;
    int kernel = large ? 7 : 3;
    long h = large ? half(height) : height;
    long w = large ? half(width) : width;
    long sum = h * w * kernel * kernel * CHANNELS * stemWidth();
    h = large ? half(h) : h;
    w = large ? half(w) : w;
    long in = stemWidth();
    for (int stage = 0; stage < blocks().size(); stage++) {
      long out = (long) firstWidth() << stage;
      h = stage == 0 ? h : half(h);
      w = stage == 0 ? w : half(w);
      long convolutions = blocks().get(stage) * 2L - 1;
      long skip = in == out ? 0 : in * out;
      sum += h * w * (9 * in * out + convolutions * 9 * out * out + skip);
      in = out;
    }
    return sum + in * classes;
  }

  /** Padded convolutions and pooling of stride 2 round up. */
  private static long half(long extent) {
    return (extent + 1) / 2;
  }
}
