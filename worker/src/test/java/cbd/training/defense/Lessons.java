package cbd.training.defense;

import ai.djl.ndarray.NDManager;
import cbd.domain.Architecture;
import cbd.domain.Attack;
import cbd.domain.Augmentation;
import cbd.domain.Dataset;
import cbd.domain.Defense;
import cbd.domain.Defense.Shuffle;
import cbd.domain.LabelMapping;
import cbd.domain.Progress;
import cbd.domain.Training;
import cbd.domain.TrialSpec;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.training.defense.Batches.Batch;
import cbd.training.defense.DefenseTrainer.Lesson;
import cbd.training.defense.DependenceEstimate.Chance;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Lessons for tests. */
final class Lessons {
  private Lessons() {}

  /** A listener that never stops training and remembers nothing. */
  static final TrainingListener NOBODY =
      new TrainingListener() {
        @Override
        public boolean onStep(Progress progress) {
          return true;
        }

        @Override
        public void onEpoch(TrainedEpoch epoch) {}
      };

  static Lesson of(NDManager manager, TrialSpec spec, Batches batches) {
    return of(manager, spec, batches, NOBODY);
  }

  static Lesson of(NDManager manager, TrialSpec spec, Batches batches, TrainingListener listener) {
    return new Lesson(manager, spec, batches, listener, () -> Instant.EPOCH);
  }

  /** Two epochs of WRN-10-1. */
  static TrialSpec spec(Defense defense) {
    Training training =
        new Training(2, 8, 0.05, List.of(20), 0.1, 0.9, 1e-4, new Augmentation.None());
    return new TrialSpec(
        Dataset.SHAPES,
        0,
        0,
        Architecture.WRN_10_1,
        new Attack.BadNets(0.1, new LabelMapping.AllToOne(0)),
        defense,
        training,
        0);
  }

  /** CBD with these settings, as JSON with single quotes; the rest is the default. */
  static Defense.Cbd cbd(String settings) {
    return RecordReader.read(Defense.Cbd.class, JsonText.parse(settings.replace('\'', '"')));
  }

  /** CBD's critic with these settings, as {@link #cbd} takes them. */
  static Defense.Critic critic(String settings) {
    return cbd("{'critic': " + settings + "}").critic();
  }

  /** Masks and pairs of the authors' critic, but nothing left to chance. */
  static Chance noChance() {
    return new Chance(new Dropout(0, 0), new Pairing(Shuffle.ROLL, 0));
  }

  /** A step that does something else with each batch. */
  static Step step(Step step, Function<Batch, Outcome> take) {
    return new Step() {
      @Override
      public void begin(int epoch) {
        step.begin(epoch);
      }

      @Override
      public Outcome take(Batch batch, StepClock clock) {
        return take.apply(batch);
      }
    };
  }
}
