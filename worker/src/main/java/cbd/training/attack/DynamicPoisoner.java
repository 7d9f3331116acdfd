package cbd.training.attack;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.domain.Attack;
import cbd.text.CanonicalText;
import cbd.training.attack.InputAwareTrigger.State;
import cbd.training.data.PixelBuffer;
import cbd.training.data.Split;
import cbd.training.random.SplitMix;
import cbd.training.stage.Stage;
import cbd.training.stage.StageKind;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The input-aware attack (Nguyen and Tran, NeurIPS 2020) with networks that are trained when the
 * first image is to be stamped, or read from the store of stages; frozen from then on, as the CBD
 * authors use them. Not thread-safe.
 */
final class DynamicPoisoner implements Poisoner {
  private final Attack.Dynamic attack;
  private final AttackContext context;
  private final Workshop workshop;
  private final PixelBuffer buffer;
  private @Nullable InputAwareTrigger trigger;

  DynamicPoisoner(Attack.Dynamic attack, AttackContext context) {
    this.attack = attack;
    this.context = context;
    workshop = context.requireWorkshop();
    buffer = new PixelBuffer(1, context.train());
  }

  @Override
  public void stamp(byte[] image, Split split, int index) {
    stamp(image, image);
  }

  /** The trigger of another image of the training set. */
  @Override
  public void stampWrong(byte[] image, int index, SplitMix random) {
    int other = random.nextInt(context.train().size() - 1);
    byte[] source = new byte[image.length];
    context.train().copyImage(other < index ? other : other + 1, source);
    stamp(image, source);
  }

  private void stamp(byte[] image, byte[] source) {
    InputAwareTrigger ready = trigger();
    try (NDManager manager = workshop.manager().newSubManager()) {
      NDArray giver = array(source, manager);
      float[] stamped = ready.stamped(array(image, manager), giver).toFloatArray();
      for (int i = 0; i < image.length; i++) {
        image[i] = (byte) Math.min(255, (int) (255 * stamped[i] + 0.5f));
      }
    }
    workshop.signOfLife();
  }

  private NDArray array(byte[] image, NDManager manager) {
    buffer.put(image);
    return buffer.drain(manager);
  }

  private InputAwareTrigger trigger() {
    if (trigger == null) {
      InputAwareTrigger made = new InputAwareTrigger(workshop.manager(), context.seed());
      made.restore(workshop.stages().get(new TrainedNetworks(made), workshop::signOfLife));
      trigger = made;
    }
    return trigger;
  }

  /** The trained networks as a stage. */
  private final class TrainedNetworks implements Stage<State> {
    private final InputAwareTrigger untrained;

    TrainedNetworks(InputAwareTrigger untrained) {
      this.untrained = untrained;
    }

    @Override
    public StageKind kind() {
      return StageKind.GENERATOR;
    }

    @Override
    public String inputs() {
      return String.join(
          " ",
          "input-aware",
          context.train().contentHash(),
          CanonicalText.of(attack.networks()),
          CanonicalText.of(attack.mapping()),
          Long.toString(context.seed()),
          workshop.circumstances());
    }

    @Override
    public State build() {
      new InputAwareTraining(
              attack.networks(), attack.mapping(), context.train(), workshop, context.seed())
          .train(untrained);
      return untrained.state();
    }

    @Override
    public void write(State state, DataOutputStream out) throws IOException {
      state.write(out);
    }

    @Override
    public State read(DataInputStream in) throws IOException {
      return State.read(in);
    }
  }
}
