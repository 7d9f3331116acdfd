package cbd.coordinator.plan;

import cbd.coordinator.forecast.TrialWork;
import cbd.domain.Defense;
import cbd.domain.Digest;
import cbd.domain.Normalization;
import cbd.domain.Seeds;
import cbd.domain.Training;
import cbd.domain.TrialSpec;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * Counts distinct stages. Two are the same when all that they depend on is; the seeds of {@link
 * Seeds} are hashes of just that, so they stand in for it.
 */
final class StageCount {
  private final Set<Long> poisonedSets = new HashSet<>();
  private final Set<Backdoored> backdooredModels = new HashSet<>();

  private int generators;
  private int sharers;
  private Disk disk = Disk.NOTHING;

  /**
   * A model of phase A.
   *
   * @param seed a hash of data, attack, network and of how batches are made
   * @param normalization of the images within the network
   * @param testImages it was measured on
   * @param rates a hash of the learning rates of all epochs, which may be a thousand
   */
  private record Backdoored(long seed, Normalization normalization, int testImages, String rates) {}

  /**
   * Adds a trial's.
   *
   * @return the work that it costs beside the trials before it, in multiply-adds
   */
  double add(TrialSpec spec) {
    Seeds seeds = new Seeds(spec);
    TrialWork work = TrialWork.of(spec);
    double left = work.own();
    if (spec.attack().poisonRate() > 0 && poisonedSets.add(seeds.poison())) {
      disk = disk.and(Disk.ofPoisonedSet(spec));
      generators += work.attacker() > 0 ? 1 : 0;
      left += work.attacker();
    }
    if (spec.defense() instanceof Defense.Cbd cbd && isNew(cbd, spec, seeds)) {
      disk = disk.and(Disk.ofSharedModel(spec));
      left += work.backdoored();
    }
    return left;
  }

  private boolean isNew(Defense.Cbd cbd, TrialSpec spec, Seeds seeds) {
    sharers++;
    return backdooredModels.add(
        new Backdoored(
            seeds.of(Seeds.Stream.BACKDOORED_INIT),
            spec.training().normalization(),
            spec.usedTestImages(),
            rates(cbd, spec.training())));
  }

  private static String rates(Defense.Cbd cbd, Training training) {
    ByteBuffer rates = ByteBuffer.allocate(Double.BYTES * cbd.t1());
    for (int epoch = 0; epoch < cbd.t1(); epoch++) {
      rates.putDouble(cbd.backdooredRateAt(epoch, training));
    }
    return Digest.hex(rates.array());
  }

  Stages counted() {
    return new Stages(generators, poisonedSets.size(), backdooredModels.size(), sharers);
  }

  Disk disk() {
    return disk;
  }
}
