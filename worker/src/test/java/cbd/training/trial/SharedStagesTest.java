package cbd.training.trial;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.AttackPicture;
import cbd.domain.EpochMetrics;
import cbd.domain.Progress;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.training.stage.StageKind;
import cbd.training.stage.StageSettings;
import cbd.training.stage.StageUse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trial's numbers do not depend on what it found in the store of stages. */
class SharedStagesTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

  @TempDir private Path folder;

  @Test
  void aTrialGivesTheSameNumbersWithAColdStoreAWarmOneAndNone() {
    String cbd = "{\"type\":\"cbd\",\"t1\":2}";
    Run without = run("badnets", cbd, RunSettings::new);
    Run cold = run("badnets", cbd, this::withStore);
    Run warm = run("badnets", cbd, this::withStore);

    assertThat(without.uses).isEmpty();
    assertThat(cold.uses).extracting(StageUse::reused).containsExactly(false, false, false);
    assertThat(warm.uses).extracting(StageUse::reused).containsExactly(true, true, true);
    for (Run run : List.of(cold, warm)) {
      assertThat(run.epochs).isEqualTo(without.epochs);
      assertThat(run.result().scores()).isEqualTo(without.result().scores());
      assertThat(run.result().provenance().poisonHash())
          .isEqualTo(without.result().provenance().poisonHash());
      assertThat(run.steps.get(run.steps.size() - 1).done()).isEqualTo(1);
    }
    assertThat(cold.result().provenance().reusedStages()).isEmpty();
    assertThat(warm.result().provenance().reusedStages())
        .containsExactly("poisoned-set", "triggered-set", "backdoored-model");
    assertThat(warm.steps).extracting(Progress::done).isSorted();
    assertThat(warm.steps.size()).as("phase A was not trained").isLessThan(cold.steps.size());
  }

  @Test
  void thePictureOfTheAttackChangesNoNumberAndIsTheSameFromTheStore() {
    String cbd = "{\"type\":\"cbd\",\"t1\":1}";
    Run drawn = run("badnets", cbd, RunSettings::new);
    Run undrawn =
        run(new TrialRunner(CLOCK, (test, triggered) -> Optional.empty()), "badnets", cbd);
    Run failed =
        run(
            new TrialRunner(
                CLOCK,
                (test, triggered) -> {
                  throw new IllegalStateException("no pencil, on purpose");
                }),
            "badnets",
            cbd);
    assertThat(drawn.pictures).hasSize(1);
    for (Run other : List.of(undrawn, failed)) {
      assertThat(other.pictures).isEmpty();
      assertThat(other.epochs).isEqualTo(drawn.epochs);
      assertThat(other.result().scores()).isEqualTo(drawn.result().scores());
    }
    run("badnets", cbd, this::withStore);
    assertThat(run("badnets", cbd, this::withStore).pictures).isEqualTo(drawn.pictures);
    assertThat(run("badnets", "none", RunSettings::new).pictures)
        .as("it is the attack's, whatever the defense")
        .isEqualTo(drawn.pictures);
    assertThat(run("blend", "none", RunSettings::new).pictures).isNotEqualTo(drawn.pictures);
  }

  @Test
  void defensesThatDifferAfterPhaseAShareIt() {
    run("badnets", "{\"type\":\"cbd\",\"t1\":1}", this::withStore);
    Run other =
        run("badnets", "{\"type\":\"cbd\",\"t1\":1,\"disentangle\":false}", this::withStore);
    Run alone =
        run("badnets", "{\"type\":\"cbd\",\"t1\":1,\"disentangle\":false}", RunSettings::new);
    assertThat(other.kinds(true)).contains(StageKind.BACKDOORED_MODEL);
    assertThat(other.epochs).isEqualTo(alone.epochs);
  }

  @Test
  void defensesThatDifferInPhaseADoNotShareItButThePoisonedImages() {
    run("badnets", "{\"type\":\"cbd\",\"t1\":1}", this::withStore);
    String[] others = {
      "{\"type\":\"cbd\",\"t1\":2}",
      "{\"type\":\"cbd\",\"t1\":1,\"backdooredLearningRate\":0.05}",
      "{\"type\":\"cbd\",\"t1\":1,\"backdooredLrBug\":true}"
    };
    for (String defense : others) {
      assertThat(run("badnets", defense, this::withStore).kinds(false))
          .as(defense)
          .containsExactly(StageKind.BACKDOORED_MODEL);
    }
    assertThat(run("blend", "none", this::withStore).kinds(false))
        .containsExactly(StageKind.POISONED_SET, StageKind.TRIGGERED_SET);
  }

  /**
   * Each attack's poisoned set must survive the disk, cross samples and changed labels included.
   */
  @Test
  void everyAttackGivesTheSameNumbersFromTheStore() {
    String[] attacks = {
      "{\"type\":\"wanet\",\"noiseRatio\":1.0}",
      "{\"type\":\"dynamic\",\"crossRatio\":0.5,\"networks\":{\"images\":16,\"batchSize\":8,\"maskEpochs\":1,\"jointEpochs\":1}}",
      "{\"type\":\"sig\",\"poisonRate\":0.5}",
      "{\"type\":\"badnets\",\"mapping\":\"all-to-all\",\"adaptive\":{\"labelNoise\":0.5}}"
    };
    for (String attack : attacks) {
      Run without = run(attack, "none", RunSettings::new);
      run(attack, "none", this::withStore);
      Run warm = run(attack, "none", this::withStore);
      assertThat(warm.kinds(true)).hasSize(2);
      assertThat(warm.epochs).as(attack).isEqualTo(without.epochs);
    }
  }

  private interface Machine {
    RunSettings settings(String dataDir, int threads, String device);
  }

  private RunSettings withStore(String dataDir, int threads, String device) {
    return new RunSettings(
        dataDir, threads, device, "", new StageSettings(folder.toString(), 100_000_000));
  }

  private static Run run(String attack, String defense, Machine machine) {
    return run(new TrialRunner(CLOCK), attack, defense, machine);
  }

  private static Run run(TrialRunner runner, String attack, String defense) {
    return run(runner, attack, defense, RunSettings::new);
  }

  private static Run run(TrialRunner runner, String attack, String defense, Machine machine) {
    TrialSpec spec =
        RecordReader.read(
            TrialSpec.class,
            JsonText.parse(
                String.format(
                    "{\"dataset\":\"shapes\",\"trainImages\":60,\"testImages\":40,\"model\":\"wrn-10-1\","
                        + "\"attack\":%s,\"defense\":%s,"
                        + "\"training\":{\"epochs\":1,\"batchSize\":20,\"learningRate\":0.2}}",
                    quoted(attack), quoted(defense))));
    Run run = new Run();
    run.outcome = runner.run(spec, machine.settings("", 1, "cpu"), run);
    return run;
  }

  private static String quoted(String text) {
    return text.startsWith("{") ? text : '"' + text + '"';
  }

  private static final class Run implements TrialListener {
    final List<Progress> steps = new ArrayList<>();
    final List<EpochMetrics> epochs = new ArrayList<>();
    final List<StageUse> uses = new ArrayList<>();
    final List<AttackPicture> pictures = new ArrayList<>();
    TrialOutcome outcome = new TrialOutcome.Stopped();

    TrialResult result() {
      assertThat(outcome).isInstanceOf(TrialOutcome.Succeeded.class);
      return ((TrialOutcome.Succeeded) outcome).result();
    }

    List<StageKind> kinds(boolean reused) {
      assertThat(outcome).isInstanceOf(TrialOutcome.Succeeded.class);
      return uses.stream().filter(use -> use.reused() == reused).map(StageUse::kind).toList();
    }

    @Override
    public boolean onProgress(Progress progress) {
      steps.add(progress);
      return true;
    }

    @Override
    public void onPicture(AttackPicture picture) {
      pictures.add(picture);
    }

    @Override
    public void onStage(StageUse use) {
      uses.add(use);
    }

    @Override
    public void onEpoch(EpochMetrics metrics) {
      epochs.add(metrics);
    }
  }
}
