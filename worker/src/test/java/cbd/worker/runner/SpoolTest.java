package cbd.worker.runner;

import static cbd.worker.runner.Workbench.lease;
import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.TrialOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final Report FIRST = new Report.Epoch(new LeaseId(7), 1, FakeRunner.metrics(1));
  private static final Report LAST =
      new Report.End(
          new LeaseId(7), 2, new TrialOutcome.Failed(Failure.DIVERGED, "the loss is NaN", "ä\nö"));

  @TempDir Path folder;

  private Spool spool() {
    return new Spool(folder.resolve("spool"));
  }

  @Test
  void keepsWhatAFinishedAttemptHasToSayForTheNextProcess() {
    write(FIRST, LAST);
    assertThat(spool().undelivered())
        .containsExactly(new Spool.Undelivered(lease(7), List.of(FIRST, LAST)));
  }

  @Test
  void forgetsAnAttemptWhoseRunnerDiedWithTheWorker() {
    write(FIRST);
    assertThat(spool().undelivered()).isEmpty();
    assertThat(folder.resolve("spool")).isEmptyDirectory();
  }

  @Test
  void writesWhatItMissedAsSoonAsItCan() throws IOException {
    Spool spool = spool();
    Path inTheWay = folder.resolve("spool").resolve("lease-7.reports");
    Files.createDirectories(inTheWay);
    assertThat(spool.add(lease(7), FIRST)).isFalse();
    Files.delete(inTheWay);

    assertThat(spool.add(lease(7), LAST)).isTrue();

    assertThat(spool().undelivered())
        .containsExactly(new Spool.Undelivered(lease(7), List.of(FIRST, LAST)));
  }

  @Test
  void forgetsWhatTheCoordinatorHas() {
    write(FIRST, LAST);
    spool().drop(new LeaseId(7));
    assertThat(spool().undelivered()).isEmpty();
  }

  @Test
  void knowsNothingInAFolderThatIsNotThere() {
    assertThat(spool().undelivered()).isEmpty();
  }

  @Test
  void takesNoReportFromAFileThatWasCutOffAnywhere() throws IOException {
    write(FIRST, LAST);
    Path file = file();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 37) {
      Files.createDirectories(folder.resolve("spool"));
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(spool().undelivered()).as("%d of %d bytes", length, whole.length).isEmpty();
    }
  }

  @Test
  void takesNoReportFromAFileWithAWrongBit() throws IOException {
    write(FIRST, LAST);
    Path file = file();
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at += 41) {
      byte[] wrong = whole.clone();
      wrong[at] ^= 4;
      Files.createDirectories(folder.resolve("spool"));
      Files.write(file, wrong);
      assertThat(spool().undelivered()).as("bit of byte %d", at).isEmpty();
    }
  }

  @Test
  void saysThatItCouldNotWrite() throws IOException {
    Files.writeString(folder.resolve("spool"), "a file where the folder should be");
    assertThat(spool().add(lease(7), LAST)).isFalse();
  }

  private void write(Report... reports) {
    for (Report report : reports) {
      assertThat(spool().add(lease(7), report)).isTrue();
    }
  }

  private Path file() {
    return folder.resolve("spool").resolve("lease-7.reports");
  }
}
