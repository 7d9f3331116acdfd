package cbd.training.trial;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.Resumption;
import cbd.domain.TrialId;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.training.checkpoint.CheckpointEvent;
import cbd.training.checkpoint.CheckpointFolder;
import cbd.training.checkpoint.CheckpointSettings;
import cbd.training.stage.StageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A trial that is killed and goes on gives the numbers of one that nothing disturbed, to the last
 * bit: scores, losses, diagnostics, and both networks' files.
 */
class ResumedTrialTest {
  @TempDir private Path folder;

  /** Three steps of each pass; two epochs of phase A, two of phase B, a critic pass in each. */
  private static final String CBD = "{'type':'cbd','t1':2%s}";

  /** Settings under which the steps are scripted, then such as are only known to the eager ones. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",'disentangle':false",
        ",'critic':{'warmStart':true}",
        ",'shuffle':'randperm'",
        ",'criticSchedule':{'type':'every-steps','steps':2},'critic':{'warmStart':true}",
        ",'criticSchedule':{'type':'pass','bnTrain':false},'embedL2':0.01"
      })
  void killedAtAnyStepItEndsAsIfNothingHadBeen(String settings) throws IOException {
    TrialSpec spec = spec(CBD.formatted(settings));
    MortalRun undisturbed = run(spec, "undisturbed", CheckpointSettings.OFF).toItsEnd();
    long signs = undisturbed.signs;
    // In phase A, then in both passes of phase B.
    for (long killedAt = 2; killedAt < signs; killedAt += 9) {
      MortalRun resumed = run(spec, "at-" + killedAt, everyStep("at-" + killedAt));
      resumed.killedAt(killedAt).toItsEnd();
      resumed.assertEndsLike(undisturbed);
      assertThat(resumed.result().provenance().resumed()).as("killed at " + killedAt).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "{'type':'cbd','t1':2}"})
  void killedAgainAndAgainItEndsAsIfNothingHadBeen(String defense) throws IOException {
    TrialSpec spec = spec(defense);
    MortalRun undisturbed = run(spec, "undisturbed", CheckpointSettings.OFF).toItsEnd();
    MortalRun resumed = run(spec, "often", everyStep("often"));
    int kills = 0;
    while (resumed.diesWithin(3)) {
      kills++;
    }
    resumed.assertEndsLike(undisturbed);
    assertThat(kills).isGreaterThan(3);
    assertThat(resumed.result().provenance().resumed()).hasSize(kills);
  }

  @Test
  void withCheckpointsAtEpochsAloneAnEpochIsTrainedAgain() throws IOException {
    TrialSpec spec = spec(CBD.formatted(""));
    MortalRun undisturbed = run(spec, "undisturbed", CheckpointSettings.OFF).toItsEnd();
    for (long killedAt : new long[] {2, 8, 14, 20, 25}) {
      MortalRun resumed = run(spec, "at-" + killedAt, everyEpoch("at-" + killedAt));
      resumed.killedAt(killedAt).toItsEnd();
      resumed.assertEndsLike(undisturbed);
    }
  }

  @Test
  void killedBetweenAMeasurementAndItsCheckpointItMeasuresAgain() throws IOException {
    TrialSpec spec = spec(CBD.formatted(""));
    MortalRun undisturbed = run(spec, "undisturbed", CheckpointSettings.OFF).toItsEnd();
    for (int epoch = 1; epoch <= 4; epoch++) {
      MortalRun resumed = run(spec, "epoch-" + epoch, everyEpoch("epoch-" + epoch));
      resumed.killedWhenMeasured(epoch).toItsEnd();
      resumed.assertEndsLike(undisturbed);
    }
  }

  @Test
  void askedToStopItKeepsWhereItIs() throws IOException {
    TrialSpec spec = spec(CBD.formatted(""));
    MortalRun undisturbed = run(spec, "undisturbed", CheckpointSettings.OFF).toItsEnd();
    for (long stoppedAt = 2; stoppedAt < undisturbed.signs; stoppedAt += 5) {
      MortalRun resumed = run(spec, "stop-" + stoppedAt, everyEpoch("stop-" + stoppedAt));
      resumed.stoppedAt(stoppedAt);
      List<Progress> before = List.copyOf(resumed.steps);
      resumed.steps.clear();
      resumed.toItsEnd();
      resumed.assertEndsLike(undisturbed);
      // The last sign may be of an evaluation, which begins anew.
      assertThat(resumed.steps)
          .as("no step is trained twice, stopped at " + stoppedAt)
          .doesNotContainAnyElementsOf(
              before.subList(0, before.size() - 1).stream()
                  .filter(step -> !step.equals(before.get(before.size() - 1)))
                  .toList());
    }
  }

  @Test
  void thePhaseBoundaryAndTheStoreOfStagesGoTogether() throws IOException {
    TrialSpec spec = spec(CBD.formatted(""));
    StageSettings stages = new StageSettings(folder.resolve("stages").toString(), 100_000_000);
    MortalRun undisturbed = run(spec, "undisturbed", CheckpointSettings.OFF).toItsEnd();

    MortalRun boundary = run(spec, "boundary", everyStep("boundary")).sharing(stages);
    boundary.killedAtCheckpoint(Phase.BACKDOORED, 3, 0).toItsEnd();
    boundary.assertEndsLike(undisturbed);

    MortalRun found = run(spec, "found", everyStep("found")).sharing(stages);
    found.killedAtCheckpoint(Phase.FINAL, 1, 2).toItsEnd();
    found.assertEndsLike(undisturbed);
    assertThat(found.result().provenance().reusedStages())
        .as("also what was found before it went on")
        .contains("backdoored-model");

    MortalRun both = run(spec, "both", everyStep("both"));
    both.killedAtCheckpoint(Phase.BACKDOORED, 2, 1);
    both.sharing(stages).toItsEnd();
    both.assertEndsLike(undisturbed);
    assertThat(both.result().provenance().resumed())
        .as("the store had all of phase A meanwhile")
        .isEmpty();
  }

  @Test
  void aDamagedCheckpointGivesWayToTheOneBefore() throws IOException {
    TrialSpec spec = spec(CBD.formatted(""));
    MortalRun undisturbed = run(spec, "undisturbed", CheckpointSettings.OFF).toItsEnd();
    for (double kept : new double[] {0, 0.0001, 0.3, 0.999}) {
      String name = "kept-" + kept;
      MortalRun resumed = run(spec, name, everyStep(name)).killedAt(14);
      List<Path> files = resumed.files();
      assertThat(files).hasSize(2);
      byte[] whole = Files.readAllBytes(files.get(0));
      Files.write(files.get(0), Arrays.copyOf(whole, (int) (whole.length * kept)));
      resumed.toItsEnd();
      resumed.assertEndsLike(undisturbed);
      assertThat(resumed.result().provenance().resumed()).hasSize(1);
    }
    MortalRun lost = run(spec, "lost", everyStep("lost")).killedAt(14);
    for (Path file : lost.files()) {
      byte[] whole = Files.readAllBytes(file);
      whole[whole.length / 2] ^= 1;
      Files.write(file, whole);
    }
    lost.toItsEnd();
    lost.assertEndsLike(undisturbed);
    assertThat(lost.result().provenance().resumed()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeWrittenCostsNothingButTheCheckpoints() throws IOException {
    TrialSpec spec = spec("none");
    Path file = Files.createFile(folder.resolve("a-file"));
    CheckpointSettings settings = new CheckpointSettings(file.toString(), 1, 0, 1L << 30, "w");
    MortalRun run = run(spec, "no-room", settings).toItsEnd();
    run.assertEndsLike(run(spec, "undisturbed", CheckpointSettings.OFF).toItsEnd());
    assertThat(run.events).hasSize(2).allMatch(event -> event instanceof CheckpointEvent.Failed);
  }

  @Test
  void anotherTrialsCheckpointIsNotTouched() throws IOException {
    CheckpointSettings shared = everyStep("shared");
    TrialSpec one = spec("none");
    run(one, "one", shared).killedAt(3);
    TrialSpec other = spec(CBD.formatted(""));
    MortalRun undisturbed = run(other, "undisturbed", CheckpointSettings.OFF).toItsEnd();
    MortalRun run = run(other, "other", shared).toItsEnd();
    run.assertEndsLike(undisturbed);
    assertThat(run.result().provenance().resumed()).isEmpty();
    assertThat(new CheckpointFolder(Path.of(shared.folder())).entries(TrialId.of(one))).hasSize(2);
  }

  @Test
  void theResultSaysWhereItWentOnAndCountsTheTimeBefore() throws IOException {
    TrialSpec spec = spec("none");
    MortalRun run = run(spec, "told", everyStep("told")).killedAt(2).toItsEnd();
    TrialResult result = run.result();
    assertThat(result.provenance().resumed())
        .singleElement()
        .satisfies(
            resumption -> {
              assertThat(resumption.phase()).isEqualTo(Phase.FINAL);
              assertThat(resumption.epoch()).isEqualTo(1);
              assertThat(resumption.step()).isEqualTo(1);
              assertThat(resumption.host()).isEqualTo(result.provenance().host());
            });
    assertThat(run.events)
        .filteredOn(event -> event instanceof CheckpointEvent.Resumed)
        .containsExactly(
            new CheckpointEvent.Resumed(
                new Resumption(
                    Phase.FINAL, 1, 1, result.provenance().host(), result.provenance().device())));
    // One sign of life before the checkpoint, then all that came in the second process.
    assertThat(result.seconds()).isEqualTo(6 * 60.0 * (1 + run.signs));
  }

  private MortalRun run(TrialSpec spec, String name, CheckpointSettings checkpoints) {
    return new MortalRun(spec, folder, name, checkpoints);
  }

  private CheckpointSettings everyStep(String name) {
    return new CheckpointSettings(folder.resolve(name).toString(), 1, 1, 1L << 30, "w");
  }

  private CheckpointSettings everyEpoch(String name) {
    return new CheckpointSettings(folder.resolve(name).toString(), 1, 0, 1L << 30, "w");
  }

  private static TrialSpec spec(String defense) {
    return RecordReader.read(
        TrialSpec.class,
        JsonText.parse(
            ("{'dataset':'shapes','trainImages':24,'testImages':10,'model':'wrn-10-1',"
                    + "'attack':'badnets','defense':"
                    + (defense.startsWith("{") ? defense : "'" + defense + "'")
                    + ",'training':{'epochs':2,'batchSize':8,'learningRate':0.1}}")
                .replace('\'', '"')));
  }
}
