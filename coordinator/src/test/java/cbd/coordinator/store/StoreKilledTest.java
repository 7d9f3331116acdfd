package cbd.coordinator.store;

import static cbd.coordinator.store.Samples.trial;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

class StoreKilledTest {
  @TempDir private Path folder;

  /** Kills the writing process twice in a row on one file: the second one opens what is left. */
  @RepeatedTest(2)
  void losesNothingAcknowledgedWhenItsProcessIsKilled(RepetitionInfo repetition) throws Exception {
    Path file = folder.resolve("cbd.db");
    Random random = new Random(repetition.getCurrentRepetition());
    for (int kill = 1; kill <= 2; kill++) {
      long acknowledged = killAfter(file, 1 + random.nextInt(150));

      try (Store store = Store.open(file)) {
        String check =
            store
                .jdbi()
                .withHandle(
                    handle ->
                        handle.createQuery("pragma integrity_check").mapTo(String.class).one());
        assertThat(check).isEqualTo("ok");
        List<Long> kept =
            store.reads().epochs(trial(0).id()).stream().map(EpochRow::sequence).toList();
        assertThat(kept).hasSizeGreaterThanOrEqualTo((int) acknowledged);
        assertThat(kept).isEqualTo(LongStream.rangeClosed(1, kept.size()).boxed().toList());
        assertThat(kept.size() % 3).as("reports of a batch that was cut in two").isZero();
        assertThat(store.load().standings().get(0).lastSequence()).isEqualTo(kept.size());
      }
    }
  }

  /** Runs an appender, kills it some acknowledgements later, and returns the last of them. */
  private static long killAfter(Path file, int acknowledgements) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Appender.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long last = 0;
    try (BufferedReader lines = process.inputReader()) {
      for (int heard = 0; heard < acknowledgements; ) {
        String line = lines.readLine();
        assertThat(line).as("the appender ended by itself").isNotNull();
        if (line.matches("\\d+")) { // the log may write here, too
          last = Long.parseLong(line);
          heard++;
        }
      }
      // By its handle: the process itself would close the stream, and the last lines count.
      assertThat(process.toHandle().destroyForcibly()).isTrue();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line.matches("\\d+") ? Math.max(last, Long.parseLong(line)) : last;
      }
    }
    assertThat(process.waitFor()).isNotZero();
    return last;
  }
}
