package cbd.training.defense;

import ai.djl.ndarray.NDManager;
import cbd.domain.Defense;
import cbd.domain.Defense.CriticSchedule;
import cbd.domain.Phase;
import cbd.domain.Seeds;
import cbd.domain.Seeds.Stream;
import cbd.domain.Training;
import cbd.domain.TrialSpec;
import cbd.training.checkpoint.Savable;
import cbd.training.checkpoint.Savables;
import cbd.training.defense.CleanStep.Coach;
import cbd.training.defense.CleanStep.Opponent;
import cbd.training.defense.DependenceEstimate.Chance;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.FeatureNetwork.Mode;
import cbd.training.network.LayeredNetwork;
import cbd.training.network.Networks;
import cbd.training.optimizer.Adam;
import cbd.training.optimizer.NesterovSgd;
import cbd.training.random.SplitMix;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CBD (Zhang et al., CVPR 2023, arXiv 2303.06818), in the order of the authors' code.
 *
 * <ol>
 *   <li>Phase A: a backdoored model is trained for t1 epochs by plain cross-entropy. Triggers are
 *       learned first, so a model stopped early knows them and little else.
 *   <li>Phase B: a clean model is trained on images weighted by what the backdoored one finds hard.
 *       With {@code disentangle}, each epoch begins with a pass that trains a critic to see the
 *       dependence of the two embeddings, which the clean model then minimises; or the critic is
 *       trained beside it, as {@code criticSchedule} says.
 * </ol>
 */
final class CbdTrainer implements DefenseTrainer {
  private static final Logger log = LoggerFactory.getLogger(CbdTrainer.class);

  private final Defense.Cbd settings;

  CbdTrainer(Defense.Cbd settings) {
    this.settings = settings;
  }

  @Override
  public FeatureNetwork train(Lesson lesson) {
    TrialSpec spec = lesson.spec();
    int passes = criticHasItsPass() ? 2 : 1;
    long epochPasses = settings.t1() + (long) passes * spec.training().epochs();
    EpochLoop loop = new EpochLoop(lesson, epochPasses * lesson.batches().steps());
    try (Steps steps = Steps.of(lesson);
        LayeredNetwork backdoored = network(lesson, Stream.BACKDOORED_INIT)) {
      provideBackdoored(loop, steps, lesson, backdoored);
      LayeredNetwork clean = network(lesson, Stream.FINAL_INIT);
      boolean trained = false;
      try {
        trainClean(loop, steps, lesson.manager(), new Seeds(spec), backdoored, clean);
        if (loop.isResumed()) {
          lesson.backdooredModels().resumed(backdoored);
        }
        trained = true;
        return clean;
      } finally {
        if (!trained) {
          clean.close();
        }
      }
    }
  }

  /** Phase A, unless another trial went through the same one, or this one before it was stopped. */
  private void provideBackdoored(
      EpochLoop loop, Steps steps, Lesson lesson, LayeredNetwork backdoored) {
    if (loop.resumesIn(Phase.FINAL)) {
      return; // The checkpoint holds it.
    }
    Training training = lesson.spec().training();
    List<Double> rates =
        IntStream.range(0, settings.t1())
            .mapToObj(epoch -> settings.backdooredRateAt(epoch, training))
            .toList();
    boolean trained =
        lesson
            .backdooredModels()
            .provide(
                backdoored,
                rates,
                steps.getClass().getSimpleName(),
                () -> trainBackdoored(loop, steps, lesson.manager(), training, backdoored));
    if (!trained) {
      loop.skip(settings.t1());
    }
  }

  /** Phase A. */
  void trainBackdoored(
      EpochLoop loop,
      Steps steps,
      NDManager manager,
      Training training,
      LayeredNetwork backdoored) {
    try (NesterovSgd sgd = NesterovSgd.of(manager, backdoored.parameters().flat(), training)) {
      Walker walker =
          steps.plain(backdoored, sgd, epoch -> settings.backdooredRateAt(epoch, training));
      Savable state = Savable.all(Savables.network(backdoored), Savables.optimizer(sgd));
      loop.train(Phase.BACKDOORED, settings.t1(), backdoored, null, walker, state);
    }
  }

  /** Phase B. */
  private void trainClean(
      EpochLoop loop,
      Steps steps,
      NDManager manager,
      Seeds seeds,
      LayeredNetwork backdoored,
      LayeredNetwork clean) {
    Training training = seeds.spec().training();
    IntToDoubleFunction rates = epoch -> settings.cleanRateAt(epoch, training);
    try (NesterovSgd sgd = NesterovSgd.of(manager, clean.parameters().flat(), training);
        SampleWeights weights = new SampleWeights(manager, settings)) {
      if (settings.disentangle()) {
        trainAgainstCritic(loop, steps, manager, seeds, backdoored, clean, sgd, weights);
      } else {
        Walker main = steps.clean(backdoored, clean, sgd, rates, weights, settings, null);
        Savable state = state(backdoored, clean, sgd);
        loop.train(Phase.FINAL, training.epochs(), clean, null, main, state);
        warn(main.guards());
      }
    }
  }

  private void trainAgainstCritic(
      EpochLoop loop,
      Steps steps,
      NDManager manager,
      Seeds seeds,
      LayeredNetwork backdoored,
      LayeredNetwork clean,
      NesterovSgd sgd,
      SampleWeights weights) {
    Training training = seeds.spec().training();
    IntToDoubleFunction rates = epoch -> settings.cleanRateAt(epoch, training);
    Defense.Critic own = settings.critic();
    SplitMix random = new SplitMix(seeds.of(Stream.CRITIC_INIT));
    try (Critic critic = new Critic(manager, clean.embeddingWidth(), random);
        Adam adam = new Adam(manager, critic.parameters().flat(), own.learningRate())) {
      Walker criticPass =
          criticHasItsPass()
              ? steps.critic(backdoored, clean, critic, adam, own, chance(seeds), lookingOn())
              : null;
      Coach coach =
          criticHasItsPass()
              ? null
              : new Coach(
                  new CriticStep(backdoored, clean, critic, adam, own, chance(seeds), lookingOn()),
                  batchesPerCriticStep());
      Opponent opponent = new Opponent(critic, chance(seeds), settings.miWeight(), coach);
      Walker main = steps.clean(backdoored, clean, sgd, rates, weights, settings, opponent);
      Savable state =
          Savable.all(
              state(backdoored, clean, sgd),
              Savables.array(critic.parameters().flat()),
              Savables.optimizer(adam));
      loop.train(Phase.FINAL, training.epochs(), clean, criticPass, main, state);
      warn(criticPass == null ? main.guards() : main.guards().plus(criticPass.guards()));
    }
  }

  private static Savable state(LayeredNetwork backdoored, LayeredNetwork clean, NesterovSgd sgd) {
    return Savable.all(
        Savables.network(backdoored), Savables.network(clean), Savables.optimizer(sgd));
  }

  /** Each user has its own, since both draw from it in turn. */
  private Chance chance(Seeds seeds) {
    return new Chance(
        new Dropout(settings.critic().dropout(), seeds.of(Stream.DROPOUT)),
        new Pairing(settings.shuffle(), seeds.of(Stream.PAIRING)));
  }

  private boolean criticHasItsPass() {
    return settings.disentangle() && settings.criticSchedule() instanceof CriticSchedule.Pass;
  }

  private Mode lookingOn() {
    boolean still =
        settings.criticSchedule() instanceof CriticSchedule.Pass pass && !pass.bnTrain();
    return still ? Mode.EVALUATE : Mode.OBSERVE;
  }

  private int batchesPerCriticStep() {
    return settings.criticSchedule() instanceof CriticSchedule.EverySteps every ? every.steps() : 1;
  }

  private static void warn(Guards guards) {
    if (guards.weightlessBatches() > 0) {
      log.warn(
          "Sample weights were all zero and were taken as one. batches={}",
          guards.weightlessBatches());
    }
    if (guards.unnormalizedParameters() > 0) {
      log.warn(
          "Critic parameters with a vanishing norm were left as they are. times={}",
          guards.unnormalizedParameters());
    }
  }

  private static LayeredNetwork network(Lesson lesson, Stream seed) {
    TrialSpec spec = lesson.spec();
    return Networks.create(
        lesson.manager(),
        spec.model(),
        spec.dataset().classes(),
        spec.training().normalization(),
        new Seeds(spec).of(seed));
  }
}
