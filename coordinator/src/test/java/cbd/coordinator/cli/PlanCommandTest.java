package cbd.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {
  private static final String SWEEP =
      """
      name: small
      trial:
        dataset: cifar10
        attack: badnets
        training: {epochs: 100}
      grid:
        defense: [none, {type: cbd, t1: 5}]
        repeat: [0, 1]
      """;

  private final Shell shell = new Shell();
  private CannedCoordinator coordinator;
  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    coordinator = new CannedCoordinator();
  }

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void plansWithoutACoordinatorAndSaysSo() throws IOException {
    assertThat(alone(SWEEP, "--speed", "450")).isZero();

    assertThat(shell.out())
        .contains("sweep small; nothing of it was started")
        .contains("4 trials, 4 to train")
        .contains(
            "no coordinator answers at http://127.0.0.1:1 (connection refused), so every trial")
        .contains("2 poisoned sets")
        .contains("450 images/s of plain wrn-16-1 per slot, as given")
        .contains("nobody can tell: no coordinator in office answers");
  }

  @Test
  void saysThatTheOrientationFigureIsOne() throws IOException {
    assertThat(alone(SWEEP)).isZero();

    assertThat(shell.out()).contains("a rough figure that nobody measured here; see --speed");
  }

  @Test
  void asksTheCoordinator() throws IOException {
    coordinator.says(
        "POST /plan",
        """
        {"sweep": "small", "cells": 4, "trials": 4, "left": 2,
         "known": {"succeeded": 1, "failed": 1, "leased": 1, "queued": 0},
         "shared": {"generators": 1, "poisonedSets": 2, "backdooredModels": 1, "sharers": 2},
         "work": {"forwardPasses": 4.6e7, "multiplyAdds": 1.2e15, "imagesPerSecond": 812.4,
                  "source": "observed", "deviceHours": 4.25, "lowDeviceHours": 3.9,
                  "highDeviceHours": 12.3},
         "disk": {"storeBytes": 420000, "stageBytes": 368640000, "modelBytes": 2800000},
         "slots": 3, "eta": {"seconds": 5400, "lowSeconds": 4000, "highSeconds": 9000}}
        """);

    assertThat(run("plan", file(SWEEP), "--coordinator", coordinator.address().toString()))
        .isZero();

    assertThat(shell.out())
        .contains("4 trials, 2 to train")
        .contains("1 succeeded, 1 failed, 1 leased, says " + coordinator.address())
        .contains("1 generator, 2 poisoned sets, 1 backdoored model for 2 trials")
        .contains(
            "4.60e+07 forward passes of an image (a training step is three), 1.20e+15 multiply")
        .contains("812 images/s of plain wrn-16-1 per slot, as observed")
        .contains("4.3 hours of one device (3.9 hours to 12 hours)")
        .contains("store of the coordinator 420 kB, shared stages on each worker up to 369 MB")
        .contains(", kept networks up to 2.8 MB (the newest 200); checkpoints aside")
        .contains("about 1 h 30 min (1 h 7 min to 2 h 30 min) with the 3 slots that are there now");
    assertThat(coordinator.asked).containsExactly("POST /plan");
  }

  @Test
  void saysWhyNothingOfItWouldEverRun() throws IOException {
    coordinator.says(
        "POST /plan",
        """
        {"sweep": "small", "cells": 4, "trials": 4, "left": 4, "known": {},
         "shared": {}, "work": {"source": "observed"}, "disk": {},
         "resources": {"slots": 2, "memory": 12884901888},
         "misfit": "no 2 slots of one device have 12 GiB; the largest have 8 GiB (worker w1, cpu)",
         "slots": 3}
        """);

    assertThat(run("plan", file(SWEEP), "--coordinator", coordinator.address().toString()))
        .isZero();

    assertThat(shell.out())
        .contains("2 slots of one device with at least 12 GiB together")
        .contains(
            "never, with the workers that are there: no 2 slots of one device have 12 GiB; the"
                + " largest have 8 GiB (worker w1, cpu)");
  }

  @Test
  void saysAtMostOfASweepThatStopsTrialsEarly() throws IOException {
    assertThat(alone(SWEEP + "stopping: {type: asha, asrBelow: 0.2}\n")).isZero();

    assertThat(shell.out()).contains("at most ").contains("less by what the rule asha stops early");
  }

  @Test
  void passesTheSpeedOn() throws IOException {
    coordinator.refuses("POST /plan", 503, "not today");

    assertThat(
            run(
                "plan",
                file(SWEEP),
                "--speed",
                "1200",
                "--coordinator",
                coordinator.address().toString()))
        .isEqualTo(Exit.FAILED);

    assertThat(coordinator.asked).containsExactly("POST /plan?imagesPerSecond=1200.0");
    assertThat(shell.err()).contains("not today");
  }

  @Test
  void plansForPrograms() throws IOException {
    assertThat(alone(SWEEP, "--json")).isZero();

    assertThat(shell.out())
        .contains("\"trials\" : 4")
        .contains("\"known\" : null")
        .contains("\"source\" : \"orientation\"");
  }

  @Test
  void refusesWhatNobodyWouldWaitFor() throws IOException {
    String values =
        IntStream.range(0, 2000).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    String grid = "  attack.poisonRate: [0.1]\n  training.epochs: [" + values.substring(3) + "]\n";

    assertThat(alone(SWEEP.replace("  repeat: [0, 1]\n", "  repeat: [" + values + "]\n" + grid)))
        .isEqualTo(Exit.INVALID);
    assertThat(shell.err()).contains("cells, but a sweep may have at most 1,000,000: split it");
  }

  @Test
  void aSpeedIsPositive() throws IOException {
    assertThat(alone(SWEEP, "--speed", "0")).isEqualTo(Exit.INVALID);
    assertThat(shell.err()).contains("--speed must be above 0, but was 0.0");
  }

  private int alone(String yaml, String... more) throws IOException {
    String[] words = new String[more.length + 4];
    words[0] = "plan";
    words[1] = file(yaml);
    words[2] = "--coordinator";
    words[3] = "127.0.0.1:1";
    System.arraycopy(more, 0, words, 4, more.length);
    return run(words);
  }

  private int run(String... words) {
    return shell.run(words);
  }

  private String file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("sweep.yaml"), yaml).toString();
  }
}
