package cbd.training.attack;

import cbd.training.data.Split;
import cbd.training.random.SplitMix;

/** Applies a part of another trigger's change: x' = round(x + o·(trigger(x) − x)). */
final class FadedPoisoner implements Poisoner {
  private final Poisoner whole;
  private final double opacityTrain;
  private final double opacityTest;

  FadedPoisoner(Poisoner whole, double opacityTrain, double opacityTest) {
    this.whole = whole;
    this.opacityTrain = opacityTrain;
    this.opacityTest = opacityTest;
  }

  @Override
  public void stamp(byte[] image, Split split, int index) {
    byte[] before = image.clone();
    whole.stamp(image, split, index);
    fade(before, image, split == Split.TRAIN ? opacityTrain : opacityTest);
  }

  @Override
  public void stampWrong(byte[] image, int index, SplitMix random) {
    byte[] before = image.clone();
    whole.stampWrong(image, index, random);
    fade(before, image, opacityTrain);
  }

  private static void fade(byte[] before, byte[] after, double opacity) {
    for (int i = 0; i < after.length; i++) {
      int x = before[i] & 0xFF;
      after[i] = (byte) Math.round(x + opacity * ((after[i] & 0xFF) - x));
    }
  }
}
