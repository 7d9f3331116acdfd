package cbd.training.defense;

import cbd.domain.Defense;
import cbd.training.defense.CleanStep.Opponent;
import cbd.training.defense.DefenseTrainer.Lesson;
import cbd.training.defense.DependenceEstimate.Chance;
import cbd.training.network.FeatureNetwork.Mode;
import cbd.training.network.LayeredNetwork;
import cbd.training.optimizer.Adam;
import cbd.training.optimizer.NesterovSgd;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The ways of taking training steps. Both compute the same numbers on the same arrays, so that one
 * may go on where the other stopped: {@link EagerSteps} operation by operation from Java, the
 * readable reference; {@link ScriptedSteps} with one call per step.
 */
interface Steps extends AutoCloseable {

  /**
   * Decides for a training: scripted where the images can lie on the device and the programs know
   * all of the defense's settings, else eager.
   */
  static Steps of(Lesson lesson) {
    if (ScriptedSteps.cover(lesson.spec().defense())) {
      Optional<DeviceBatches> images = lesson.batches().onDevice(lesson.manager());
      if (images.isPresent()) {
        return new ScriptedSteps(lesson.manager(), images.get(), lesson.spec().training());
      }
    }
    return new EagerSteps(lesson.batches());
  }

  /** Of {@link PlainStep}. The rates are those of 0-based epochs. */
  Walker plain(LayeredNetwork network, NesterovSgd optimizer, IntToDoubleFunction rates);

  /**
   * Of {@link CleanStep}.
   *
   * @param settings how images are weighed, and the penalty on the embedding
   */
  Walker clean(
      LayeredNetwork backdoored,
      LayeredNetwork clean,
      NesterovSgd optimizer,
      IntToDoubleFunction rates,
      SampleWeights weights,
      Defense.Cbd settings,
      @Nullable Opponent opponent);

  /** Of {@link CriticStep}. */
  Walker critic(
      LayeredNetwork backdoored,
      LayeredNetwork clean,
      Critic critic,
      Adam optimizer,
      Defense.Critic settings,
      Chance chance,
      Mode lookingOn);

  @Override
  void close();
}
