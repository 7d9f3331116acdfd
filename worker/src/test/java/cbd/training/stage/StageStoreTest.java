package cbd.training.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageStoreTest {
  @TempDir private Path folder;
  private final List<StageUse> uses = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private StageStore store(long budget) {
    return store(folder, budget);
  }

  private StageStore store(Path where, long budget) {
    return StageStore.of(new StageSettings(where.toString(), budget), () -> now, uses::add);
  }

  private List<Path> files(String end) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(end)).toList();
    }
  }

  @Test
  void buildsAStageOnceAndReadsItFromThenOn() {
    TextStage stage = new TextStage("a", () -> "result");
    assertThat(store(10_000).get(stage, StageStoreTest::nobodyWaits)).isEqualTo("result");
    assertThat(store(10_000).get(stage, StageStoreTest::nobodyWaits)).isEqualTo("result");
    assertThat(stage.built).isEqualTo(1);
    assertThat(uses).extracting(StageUse::reused).containsExactly(false, true);
    assertThat(uses.get(1).storeBytes()).isPositive().isEqualTo(uses.get(0).storeBytes());
  }

  @Test
  void buildsAStageOfOtherInputs() {
    StageStore store = store(10_000);
    assertThat(store.get(new TextStage("a", () -> "one"), StageStoreTest::nobodyWaits))
        .isEqualTo("one");
    assertThat(store.get(new TextStage("b", () -> "two"), StageStoreTest::nobodyWaits))
        .isEqualTo("two");
  }

  @Test
  void keepsNothingWhenItIsOff() {
    TextStage stage = new TextStage("a", () -> "result");
    StageStore off = StageStore.of(StageSettings.OFF, () -> now, uses::add);
    off.get(stage, StageStoreTest::nobodyWaits);
    off.get(stage, StageStoreTest::nobodyWaits);
    assertThat(stage.built).isEqualTo(2);
    assertThat(uses).isEmpty();
  }

  @Test
  void buildsADamagedEntryAgainWhereverTheDamageIs() throws IOException {
    TextStage stage = new TextStage("a", () -> "result");
    store(10_000).get(stage, StageStoreTest::nobodyWaits);
    Path entry = files(".stage").get(0);
    byte[] whole = Files.readAllBytes(entry);
    int damaged = 0;
    for (int at = 0; at < whole.length; at += 7) {
      byte[] bytes = whole.clone();
      bytes[at] ^= 1;
      Files.write(entry, bytes);
      assertThat(store(10_000).get(stage, StageStoreTest::nobodyWaits)).isEqualTo("result");
      assertThat(stage.built).as("after damage at byte " + at).isEqualTo(1 + ++damaged);
      assertThat(Files.readAllBytes(entry)).isEqualTo(whole);
    }
    for (int length : new int[] {0, 1, 43, 44, whole.length / 2, whole.length - 1}) {
      Files.write(entry, java.util.Arrays.copyOf(whole, length));
      assertThat(store(10_000).get(stage, StageStoreTest::nobodyWaits)).isEqualTo("result");
      assertThat(stage.built).as("when cut to " + length).isEqualTo(1 + ++damaged);
    }
  }

  @Test
  void evictsTheLeastRecentlyUsedOverTheBudget() {
    TextStage a = TextStage.ofLength("a", 1000);
    TextStage b = TextStage.ofLength("b", 1000);
    TextStage c = TextStage.ofLength("c", 1000);
    StageStore store = store(5_000); // Each is a little over 2,000 bytes.
    for (TextStage stage : List.of(a, b, a, c, a, b)) {
      store.get(stage, StageStoreTest::nobodyWaits);
      now = now.plusSeconds(1);
    }
    assertThat(a.built).as("was used last when c came").isEqualTo(1);
    assertThat(b.built).as("had to go for c").isEqualTo(2);
    assertThat(uses).allSatisfy(use -> assertThat(use.storeBytes()).isLessThanOrEqualTo(5_000));
  }

  @Test
  void neverEvictsWhatIsBeingRead() throws IOException {
    StageStore store = store(3_000);
    TextStage other = TextStage.ofLength("other", 1000);
    AtomicInteger filesWhileReading = new AtomicInteger();
    TextStage stage =
        new TextStage("a", () -> "x".repeat(1000)) {
          @Override
          public String read(DataInputStream in) throws IOException {
            store.get(other, StageStoreTest::nobodyWaits);
            filesWhileReading.set(files(".stage").size());
            return super.read(in);
          }
        };
    store.get(stage, StageStoreTest::nobodyWaits);
    store.get(stage, StageStoreTest::nobodyWaits);
    assertThat(stage.built).isEqualTo(1);
    assertThat(filesWhileReading).as("there was no room for the other").hasValue(1);
    store.get(stage, StageStoreTest::nobodyWaits);
    assertThat(stage.built).isEqualTo(1);
    assertThat(files(".draft")).isEmpty();
  }

  @Test
  void goesOnWithAStageThatIsLargerThanTheBudget() throws IOException {
    TextStage stage = TextStage.ofLength("a", 1000);
    assertThat(store(500).get(stage, StageStoreTest::nobodyWaits)).hasSize(1000);
    assertThat(store(500).get(stage, StageStoreTest::nobodyWaits)).hasSize(1000);
    assertThat(stage.built).isEqualTo(2);
    assertThat(files(".stage")).isEmpty();
    assertThat(files(".draft")).isEmpty();
  }

  @Test
  void goesOnWhenTheDiskIsFull() throws IOException {
    TextStage stage =
        new TextStage("a", () -> "result") {
          @Override
          public void write(String text, DataOutputStream out) throws IOException {
            super.write(text, out);
            out.flush();
            throw new IOException("No space left on device");
          }
        };
    assertThat(store(10_000).get(stage, StageStoreTest::nobodyWaits)).isEqualTo("result");
    assertThat(files(".stage")).isEmpty();
    assertThat(files(".draft")).isEmpty();
  }

  @Test
  void goesOnWhenAStageCannotBeWrittenForAnyReason() throws IOException {
    TextStage stage =
        new TextStage("a", () -> "result") {
          @Override
          public void write(String text, DataOutputStream out) throws IOException {
            super.write(text, out);
            throw new IllegalStateException("the device is gone");
          }
        };
    assertThat(store(10_000).get(stage, StageStoreTest::nobodyWaits)).isEqualTo("result");
    assertThat(uses).extracting(StageUse::reused).containsExactly(false);
    assertThat(files(".stage")).isEmpty();
    assertThat(files(".draft")).isEmpty();
  }

  @Test
  void keepsADamagedEntryAnewThoughItTakesMoreThanHalfOfTheBudget() throws IOException {
    TextStage stage = TextStage.ofLength("a", 1000);
    StageStore store = store(3_000); // The entry is a little over 2,000 bytes.
    store.get(stage, StageStoreTest::nobodyWaits);
    Path entry = files(".stage").get(0);
    byte[] whole = Files.readAllBytes(entry);
    byte[] damaged = whole.clone();
    damaged[whole.length / 2] ^= 1;
    Files.write(entry, damaged);
    store.get(stage, StageStoreTest::nobodyWaits);
    assertThat(stage.built).as("built again").isEqualTo(2);
    assertThat(Files.readAllBytes(entry)).isEqualTo(whole);
    store.get(stage, StageStoreTest::nobodyWaits);
    assertThat(stage.built).as("reused").isEqualTo(2);
  }

  @Test
  void goesOnWhenTheFolderCannotBeUsed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    TextStage stage = new TextStage("a", () -> "result");
    assertThat(store(file.resolve("below"), 10_000).get(stage, StageStoreTest::nobodyWaits))
        .isEqualTo("result");
    assertThat(uses).extracting(StageUse::reused).containsExactly(false);
    Path nowhere = Path.of("/proc/cbd-stages");
    assertThat(store(nowhere, 10_000).get(stage, StageStoreTest::nobodyWaits)).isEqualTo("result");
  }

  @Test
  void keepsNothingOfAStageThatFailed() throws IOException {
    TextStage failing =
        new TextStage(
            "a",
            () -> {
              throw new IllegalStateException("stopped");
            });
    assertThatThrownBy(() -> store(10_000).get(failing, StageStoreTest::nobodyWaits))
        .hasMessage("stopped");
    assertThat(files(".stage")).isEmpty();
    assertThat(store(10_000).get(new TextStage("a", () -> "result"), StageStoreTest::nobodyWaits))
        .isEqualTo("result");
  }

  @Test
  void waitsForAnotherThreadThatBuildsTheSameAndMayBeStoppedMeanwhile() throws Exception {
    CountDownLatch building = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    TextStage slow =
        new TextStage(
            "a",
            () -> {
              building.countDown();
              await(mayEnd);
              return "result";
            });
    AtomicReference<String> first = new AtomicReference<>();
    Thread builder =
        new Thread(() -> first.set(store(10_000).get(slow, StageStoreTest::nobodyWaits)));
    builder.start();
    await(building);

    TextStage same = new TextStage("a", () -> "never built");
    assertThatThrownBy(
            () ->
                store(10_000)
                    .get(
                        same,
                        () -> {
                          throw new IllegalStateException("asked to stop");
                        }))
        .hasMessage("asked to stop");

    AtomicInteger signs = new AtomicInteger();
    String second =
        store(10_000)
            .get(
                same,
                () -> {
                  if (signs.incrementAndGet() == 2) {
                    mayEnd.countDown();
                  }
                });
    builder.join();
    assertThat(second).isEqualTo("result").isEqualTo(first.get());
    assertThat(same.built).isZero();
    assertThat(signs.get()).isGreaterThanOrEqualTo(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void nobodyWaits() {
    throw new AssertionError("nobody else holds the entry");
  }
}
