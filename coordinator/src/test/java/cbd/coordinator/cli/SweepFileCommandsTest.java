package cbd.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.http.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepFileCommandsTest {
  private static final String RIGHT =
      """
      name: small
      trial:
        dataset: shapes
        attack: badnets
        defense: none
      grid:
        defense: [none, {type: cbd, t1: 4}]
        defense.t1: [2, 3]
      """;
  private static final String WRONG =
      """
      name: small
      trial:
        dataset: shapes
        atack: badnets
        defense: none
        repeat: -1
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
  void validatingShowsTheGrid() throws IOException {
    assertThat(shell.run("validate", file(RIGHT))).isZero();

    assertThat(shell.out())
        .contains("sweep small, 4 cells, 3 trials")
        .contains("defense     2 values  none, {type: cbd, t1: 4}")
        .contains("defense.t1  2 values  2, 3");
  }

  @Test
  void validatingShowsAllProblemsWithTheirPlace() throws IOException {
    String file = file(WRONG);

    assertThat(shell.run("validate", file)).isEqualTo(Exit.INVALID);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err())
        .contains(file + " has 3 problems:")
        .contains(file + ":4:3: trial.atack")
        .contains("attack")
        .contains(file + ":6:11: trial.repeat");
  }

  @Test
  void validatingOneWrongFileStillChecksTheOthers() throws IOException {
    assertThat(shell.run("validate", folder.resolve("no.yaml").toString(), file(RIGHT)))
        .isEqualTo(Exit.INVALID);
    assertThat(shell.err()).contains("there is no file").contains("no.yaml");
    assertThat(shell.out()).contains("sweep small");
  }

  @Test
  void validatingForPrograms() throws IOException {
    assertThat(shell.run("validate", "--json", file(RIGHT))).isZero();
    assertThat(shell.out())
        .contains("\"trials\" : 3")
        .contains("\"defense.t1\" : [ \"2\", \"3\" ]");
  }

  @Test
  void submittingTellsWhatIsNew() throws IOException {
    coordinator.knows("POST /sweeps", new Views.SubmittedView("small-0a1b2c3d", true, 3, 2, 0));

    assertThat(submit(file(RIGHT))).isZero();
    assertThat(shell.out())
        .contains("small-0a1b2c3d: 3 trials, 2 new, 1 known from other sweeps; 1 cell of the grid")
        .contains("cbd watch small-0a1b2c3d");
  }

  @Test
  void submittingAgainSaysThatNothingChanges() throws IOException {
    coordinator.knows("POST /sweeps", new Views.SubmittedView("small-0a1b2c3d", false, 3, 0, 0));

    assertThat(submit(file(RIGHT))).isZero();
    assertThat(shell.out()).contains("submitted before; nothing changes");
  }

  @Test
  void submittingAgainSaysWhatOfTheFileIsIgnored() throws IOException {
    coordinator.knows("POST /sweeps", new Views.SubmittedView("small-0a1b2c3d", false, 3, 0, 0));
    coordinator.says("GET /sweeps/small-0a1b2c3d/text", RIGHT + "priority: 5\nnotes: old\n");

    assertThat(submit(file(RIGHT + "priority: 9\nnotes: old\nmaxAttempts: 7\n"))).isZero();
    assertThat(shell.out())
        .contains("nothing changes. Ignored is what the file says otherwise than before:")
        .contains("before: maxAttempts, priority.");
  }

  @Test
  void aWrongFileIsNotSent() throws IOException {
    assertThat(submit(file(WRONG))).isEqualTo(Exit.INVALID);
    assertThat(shell.err()).contains(":4:3: trial.atack");
    assertThat(coordinator.asked).isEmpty();
  }

  @Test
  void submittingToNobodySaysHowToStartSomebody() throws IOException {
    assertThat(shell.run("submit", file(RIGHT), "--coordinator", "127.0.0.1:1", "--wait", "0"))
        .isEqualTo(Exit.UNREACHABLE);
    assertThat(shell.err())
        .contains("no coordinator answers at http://127.0.0.1:1")
        .contains("`cbd coordinator`");
  }

  @Test
  void waitsForACoordinatorThatIsStarting() throws IOException {
    coordinator.refuses("POST /sweeps", 503, "No coordinator is active yet.");
    assertThat(shell.run("submit", file(RIGHT), "--coordinator", address(), "--wait", "1"))
        .isEqualTo(Exit.FAILED);
    assertThat(shell.err())
        .containsOnlyOnce("Waiting up to 1 s: No coordinator is active yet.")
        .contains("cbd submit: No coordinator is active yet.");
    assertThat(coordinator.asked).as("asked again").hasSizeGreaterThan(1);
  }

  private String address() {
    return coordinator.address().toString();
  }

  private int submit(String file) {
    return shell.run("submit", file, "--coordinator", coordinator.address().toString());
  }

  private String file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("sweep.yaml"), yaml).toString();
  }
}
