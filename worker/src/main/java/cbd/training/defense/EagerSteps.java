package cbd.training.defense;

import cbd.domain.Defense;
import cbd.training.defense.Batches.Pass;
import cbd.training.defense.CleanStep.Opponent;
import cbd.training.defense.DependenceEstimate.Chance;
import cbd.training.network.FeatureNetwork.Mode;
import cbd.training.network.LayeredNetwork;
import cbd.training.optimizer.Adam;
import cbd.training.optimizer.NesterovSgd;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Steps as DJL takes them, operation by operation. */
record EagerSteps(Batches batches) implements Steps {

  @Override
  public Walker plain(LayeredNetwork network, NesterovSgd optimizer, IntToDoubleFunction rates) {
    return new EagerWalker(batches, Pass.TRAIN, new PlainStep(network, optimizer, rates));
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
    double embedL2 = settings.embedL2();
    Step step = new CleanStep(backdoored, clean, optimizer, rates, weights, embedL2, opponent);
    return new EagerWalker(batches, Pass.TRAIN, step);
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
    Step step = new CriticStep(backdoored, clean, critic, optimizer, settings, chance, lookingOn);
    return new EagerWalker(batches, Pass.CRITIC, step);
  }

  @Override
  public void close() {}
}
