package cbd.training.defense;

import ai.djl.ndarray.NDManager;
import cbd.domain.Phase;
import cbd.training.checkpoint.Savable;
import cbd.training.defense.Walker.Taken;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What there is to tell of a pass so far.
 *
 * @param losses what was minimised
 * @param criticLosses of the steps in which a critic learned as well
 * @param weights of the images, where they are weighed
 */
record PassLedgers(LossLedger losses, LossLedger criticLosses, WeightLedger weights)
    implements Savable {
  static final String CRITIC = "the critic's loss";

  /**
   * Empty ones.
   *
   * @param manager keeps what was not read from the device yet
   * @param what the losses' name in an error
   */
  static PassLedgers of(NDManager manager, String what, Phase phase, int epoch) {
    return new PassLedgers(
        new LossLedger(manager, what, phase, epoch),
        new LossLedger(manager, CRITIC, phase, epoch),
        new WeightLedger(manager));
  }

  /** Enters a step. */
  void add(Taken taken) {
    Outcome outcome = taken.outcome();
    losses.add(outcome.loss(), taken.images());
    if (outcome.weights() != null) {
      weights.add(outcome.weights());
    }
    if (outcome.criticLoss() != null) {
      criticLosses.add(outcome.criticLoss(), taken.images());
    }
  }

  @Override
  public void write(DataOutputStream out) throws IOException {
    losses.write(out);
    criticLosses.write(out);
    weights.write(out);
  }

  @Override
  public void read(DataInputStream in) throws IOException {
    losses.read(in);
    criticLosses.read(in);
    weights.read(in);
  }
}
