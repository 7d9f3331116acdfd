package cbd.coordinator.forecast;

import cbd.domain.Architecture;
import cbd.domain.Attack;
import cbd.domain.Dataset;
import cbd.domain.TrialSpec;
import cbd.domain.TriggerNetworks;
import cbd.domain.Watermark;

/** What an attacker trains before there is a trigger, in multiply-adds. */
final class AttackerWork {
  /** Channels out of the pattern network and of the mask network. */
  private static final int PATTERN = 3;

  private static final int MASK = 1;

  private AttackerWork() {}

  /** 0 for an attack whose trigger is given. */
  static double of(TrialSpec spec) {
    if (spec.attack() instanceof Attack.Dynamic dynamic) {
      return inputAware(spec, dynamic);
    }
    if (spec.attack() instanceof Attack.Trojan trojan
        && trojan.watermark() instanceof Watermark.Generated generated) {
      // The search itself has one small image at a time: next to nothing.
      return (double) generated.epochs()
          * images(spec, generated.images())
          * TrialWork.STEP
          * forward(generated.model(), spec.dataset());
    }
    return 0;
  }

  /**
   * The mask network sees each image beside another one; then pattern network and classifier are
   * trained together, the first on those images alone that get a trigger. Afterwards each poisoned
   * image and each test image passes both.
   */
  private static double inputAware(TrialSpec spec, Attack.Dynamic attack) {
    TriggerNetworks networks = attack.networks();
    double images = images(spec, networks.images());
    double mask = generator(spec.dataset(), MASK);
    double pattern = generator(spec.dataset(), PATTERN);
    double share = networks.attackShare() + networks.crossShare();
    double joint =
        TrialWork.STEP * forward(networks.classifier(), spec.dataset())
            + share * (TrialWork.STEP * pattern + mask);
    ImageCounts counts = ImageCounts.of(spec);
    double stamped =
        attack.poisonRate() * (1 + attack.crossRatio()) * counts.train() + counts.test();
    return networks.maskEpochs() * images * 2 * TrialWork.STEP * mask
        + networks.jointEpochs() * images * joint
        + stamped * (mask + pattern);
  }

  private static double images(TrialSpec spec, int asked) {
    int all = ImageCounts.of(spec).train();
    return asked == 0 ? all : Math.min(asked, all);
  }

  private static double forward(Architecture model, Dataset dataset) {
    return model.multiplyAdds(dataset.height(), dataset.width(), dataset.classes());
  }

  /** Of one image's pass through a trigger network, whose convolutions are all 3×3. */
  static double generator(Dataset dataset, int channelsOut) {
    double full = 3 * 32 + 32 * 32 + 32 * 32 + 32.0 * channelsOut;
    double half = 32 * 64 + 64 * 64 + 64 * 64 + 64 * 32;
    double quarter = 64 * 128 + 128 * 128 + 128 * 128 + 128 * 64;
    double eighth = 128 * 128;
    double pixels = (double) dataset.height() * dataset.width();
    return 9 * pixels * (full + half / 4 + quarter / 16 + eighth / 64);
  }
}
