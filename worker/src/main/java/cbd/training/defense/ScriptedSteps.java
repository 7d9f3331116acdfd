package cbd.training.defense;

import ai.djl.ndarray.NDManager;
import cbd.domain.Defense;
import cbd.domain.Training;
import cbd.training.defense.Batches.Pass;
import cbd.training.defense.CleanStep.Opponent;
import cbd.training.defense.DependenceEstimate.Chance;
import cbd.training.network.FeatureNetwork.Mode;
import cbd.training.network.LayeredNetwork;
import cbd.training.optimizer.Adam;
import cbd.training.optimizer.NesterovSgd;
import cbd.training.script.Program;
import cbd.training.script.StepMethods;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Steps as TorchScript programs, written for the network and the settings at hand. */
final class ScriptedSteps implements Steps {
  private final NDManager manager;
  private final DeviceBatches images;
  private final Training training;

  /** The images are closed with the steps. */
  ScriptedSteps(NDManager parent, DeviceBatches images, Training training) {
    this.images = images;
    this.training = training;
    manager = parent.newSubManager();
    manager.setName("scripted steps");
  }

  /**
   * Whether there are programs for all that a defense asks for. There are none where numbers come
   * from the host within a step (random pairs), where the power iteration remembers its last end,
   * and for a critic that learns beside the clean model.
   */
  static boolean cover(Defense defense) {
    if (defense instanceof Defense.Cbd cbd) {
      return !cbd.disentangle()
          || (cbd.shuffle() == Defense.Shuffle.ROLL
              && cbd.criticSchedule() instanceof Defense.CriticSchedule.Pass
              && !cbd.critic().warmStart());
    }
    return defense instanceof Defense.None;
  }

  @Override
  public Walker plain(LayeredNetwork network, NesterovSgd optimizer, IntToDoubleFunction rates) {
    Program program = program(network, ScriptedPlainStep.METHOD);
    return new ScriptedWalker(
        images, Pass.TRAIN, new ScriptedPlainStep(program, images, network, optimizer, rates));
  }

  @Override
  public Walker clean(
      LayeredNetwork backdoored,
      LayeredNetwork clean,
      NesterovSgd optimizer,
      IntToDoubleFunction rates,
      SampleWeights weights,
      Defense.Cbd settings,
      @Nullable Opponent opponent) {
    String estimate =
        opponent == null
            ? ""
            : CbdMethods.dropout(opponent.chance().dropout())
                + CbdMethods.estimate(clean.embeddingWidth());
    Program program =
        program(
            clean,
            CbdMethods.weigh(settings)
                + estimate
                + ScriptedCleanStep.method(settings.embedL2(), opponent));
    return new ScriptedWalker(
        images,
        Pass.TRAIN,
        new ScriptedCleanStep(
            program, images, backdoored, clean, optimizer, rates, weights, opponent));
  }

  @Override
  public Walker critic(
      LayeredNetwork backdoored,
      LayeredNetwork clean,
      Critic critic,
      Adam optimizer,
      Defense.Critic settings,
      Chance chance,
      Mode lookingOn) {
    int width = clean.embeddingWidth();
    Dropout dropout = chance.dropout();
    Program program =
        program(
            clean,
            CbdMethods.dropout(dropout)
                + CbdMethods.estimate(width)
                + CbdMethods.ADAM
                + CbdMethods.normalize(width, settings)
                + ScriptedCriticStep.method(settings, lookingOn));
    ScriptedStep step =
        new ScriptedCriticStep(
            program,
            images,
            backdoored,
            clean,
            critic,
            optimizer,
            settings,
            dropout,
            lookingOn,
            manager);
    return new ScriptedWalker(images, Pass.CRITIC, step);
  }

  private Program program(LayeredNetwork network, String methods) {
    return new Program(
        manager,
        StepMethods.network(network)
            + StepMethods.images(images.augmented(), images.cutout())
            + StepMethods.CROSS_ENTROPY
            + StepMethods.GRADIENT
            + StepMethods.MOMENTS
            + StepMethods.descend(training.momentum(), training.weightDecay())
            + methods);
  }

  @Override
  public void close() {
    manager.close();
    images.close();
  }
}
