package cbd.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.disk.DurableFile;
import cbd.domain.CheckpointName;
import cbd.domain.Phase;
import cbd.domain.TrialId;
import cbd.training.checkpoint.Checkpoints.Moment;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  private static final TrialId TRIAL = new TrialId("0".repeat(31) + "1");
  private static final TrialId OTHER = new TrialId("0".repeat(31) + "2");

  @TempDir private Path folder;
  private final List<CheckpointEvent> events = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private final InstantSource clock = () -> now;

  @Test
  void givesBackWhatWasKeptLast() {
    keep(open("w"), 1);
    keep(open("w"), 2);
    Checkpoints later = open("v");
    assertThat(later.found()).contains(place(2));
    Numbers read = new Numbers(0);
    later.resume(read);
    assertThat(read.value).isEqualTo(2);
    assertThat(later.found()).as("it went on already").isEmpty();
    assertThat(later.resumptions()).hasSize(1);
    keep(later, 3);
    Checkpoints again = open("u");
    assertThat(again.found()).isPresent();
    again.resume(new Numbers(0));
    assertThat(again.resumptions()).as("those of all processes").hasSize(2);
  }

  @Test
  void keepsTheFurthestTwoWhoeverWroteThem() throws IOException {
    Checkpoints stale = open("lease-1");
    Checkpoints current = open("lease-2");
    for (long at = 1; at <= 4; at++) {
      keep(current, at);
    }
    keep(stale, 3);
    assertThat(names()).hasSize(2).allMatch(name -> name.matches(".*00000[34]-lease-[12].*"));
    keep(stale, 9);
    assertThat(open("lease-3").found()).contains(place(9));
    keep(current, 5);
    assertThat(open("lease-3").found()).as("nobody rolls back anybody").contains(place(9));
  }

  @Test
  void findsEveryTruncation() throws IOException {
    keep(open("w"), 1);
    keep(open("w"), 2);
    Path file = furthest();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(open("w").found()).as(length + " bytes").contains(place(1));
      assertThat(file).as("removed").doesNotExist();
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertThat(open("w").found()).contains(place(1));
    Files.write(file, whole);
    assertThat(open("w").found()).contains(place(2));
  }

  @Test
  void findsEveryChangedByte() throws IOException {
    keep(open("w"), 1);
    keep(open("w"), 2);
    Path file = furthest();
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 0x40;
      Files.write(file, changed);
      assertThat(open("w").found().orElseThrow()).as("byte " + at).isEqualTo(place(1));
      Files.write(file, whole);
    }
  }

  @Test
  void aStateThatIsAnotherOneIsPutAside() {
    keep(open("w"), 1);
    keep(open("w"), 2);
    Checkpoints checkpoints = open("w");
    assertThat(checkpoints.found()).contains(place(2));
    assertThatThrownBy(() -> checkpoints.resume(Savable.all(new Numbers(0), new Numbers(0))))
        .isInstanceOf(UnusableCheckpointException.class)
        .hasMessageContaining("cannot be gone on from");
    assertThat(checkpoints.found()).as("the one before").contains(place(1));
  }

  @Test
  void anotherMakingIsNotUsedAndNotRemoved() throws IOException {
    keep(open("w"), 7);
    for (String other : List.of("threads: 2", "engine: other")) {
      Checkpoints elsewhere = open("w", List.of(other), InstantSource.fixed(now));
      assertThat(elsewhere.found()).isEmpty();
      keep(elsewhere, 1);
      keep(elsewhere, 2);
      keep(elsewhere, 3);
    }
    assertThat(names()).as("two of each making, and the one").hasSize(5);
    assertThat(open("w").found()).contains(place(7));
  }

  @Test
  void whatADeadWriterLeftIsRemovedAndNeverRead() throws IOException {
    keep(open("w"), 1);
    Path file = furthest();
    Path draft = DurableFile.draft(file.resolveSibling("x-000000000009-w.checkpoint"));
    Files.copy(file, draft);
    assertThat(open("w").found()).contains(place(1));
    assertThat(draft).doesNotExist();
  }

  @Test
  void aWriterThatFailsMidwayLeavesTheOneBefore() throws IOException {
    Checkpoints checkpoints = open("w");
    keep(checkpoints, 1);
    Savable full =
        new Numbers(2) {
          @Override
          public void write(DataOutputStream out) throws IOException {
            out.write(new byte[1 << 18]);
            throw new IOException("No space left on device");
          }
        };
    checkpoints.keep(place(2), full);
    checkpoints.keep(place(3), full);
    assertThat(events).filteredOn(CheckpointEvent.Failed.class::isInstance).hasSize(2);
    assertThat(names()).hasSize(1).allMatch(name -> name.contains("000001-w"));
    assertThat(open("w").found()).contains(place(1));
    keep(checkpoints, 4);
    assertThat(open("w").found()).contains(place(4));
  }

  @Test
  void makingRoomRemovesWhatNobodyWritesAnyMore() throws IOException {
    CheckpointFolder checkpoints = new CheckpointFolder(folder);
    Path of = Files.createDirectories(checkpoints.of(OTHER));
    Path abandoned = Files.write(DurableFile.draft(of.resolve("old")), new byte[10]);
    Path fresh = Files.write(DurableFile.draft(of.resolve("new")), new byte[10]);
    Instant now = Instant.now();
    Instant longAgo = now.minus(Duration.ofHours(25));
    Files.setLastModifiedTime(abandoned, FileTime.from(longAgo));

    assertThat(checkpoints.makeRoom(1000, TRIAL, now)).isTrue();

    assertThat(abandoned).doesNotExist();
    assertThat(fresh).exists();
  }

  @Test
  void whatAWriterLeftHalfWrittenGoesWhenItHasEnded() throws IOException {
    CheckpointFolder checkpoints = new CheckpointFolder(folder);
    Path mine = draft(checkpoints, TRIAL, "lease-1-w");
    Path elsewhere = draft(checkpoints, OTHER, "lease-1-w");
    Path others = draft(checkpoints, TRIAL, "lease-1-w2");

    checkpoints.removeDrafts(TRIAL, "lease-1-w"::equals);
    assertThat(mine).doesNotExist();
    assertThat(elsewhere).exists();
    checkpoints.removeDrafts("lease-1-w"::equals);
    assertThat(elsewhere).doesNotExist();
    assertThat(others).exists();
  }

  private static Path draft(CheckpointFolder checkpoints, TrialId trial, String writer)
      throws IOException {
    Path file = checkpoints.file(trial, new CheckpointName("0".repeat(16), 1, writer));
    Files.createDirectories(file.getParent());
    return Files.write(DurableFile.draft(file), new byte[10]);
  }

  @Test
  void overItsBudgetTheOldestGoButTheLastOfItsOwn() throws IOException {
    Checkpoints other = open(OTHER, "w", 1L << 30);
    keep(other, 1);
    keep(other, 2);
    for (CheckpointFolder.Entry entry : new CheckpointFolder(folder).entries(OTHER)) {
      Files.setLastModifiedTime(entry.path(), FileTime.fromMillis(entry.name().reached()));
    }
    long each = Files.size(new CheckpointFolder(folder).entries(OTHER).get(0).path());
    keep(open(TRIAL, "w", 3 * each + each / 2), 5);
    assertThat(new CheckpointFolder(folder).entries(OTHER)).hasSize(2);
    keep(open(TRIAL, "w", 2 * each + each / 2), 6);
    assertThat(new CheckpointFolder(folder).entries(OTHER))
        .extracting(entry -> entry.name().reached())
        .as("the spare one went")
        .containsExactly(2L);
    assertThat(new CheckpointFolder(folder).entries(TRIAL)).hasSize(1);
    keep(open(TRIAL, "w", 1), 7);
    assertThat(new CheckpointFolder(folder).entries(OTHER)).isEmpty();
    assertThat(new CheckpointFolder(folder).entries(TRIAL))
        .extracting(entry -> entry.name().reached())
        .containsExactly(7L);
  }

  @Test
  void isDueByEpochsByMinutesAndAtAPhasesEnd() {
    Checkpoints checkpoints =
        Checkpoints.of(
            new CheckpointSettings(folder.toString(), 3, 2, 1L << 30, "w"),
            identity(TRIAL, List.of("threads: 1")),
            Savable.NOTHING,
            clock,
            events::add);
    assertThat(checkpoints.isDue(Moment.STEP)).isFalse();
    assertThat(checkpoints.isDue(Moment.EPOCH)).isFalse();
    assertThat(checkpoints.isDue(Moment.EPOCH)).isFalse();
    assertThat(checkpoints.isDue(Moment.EPOCH)).isTrue();
    keep(checkpoints, 1);
    assertThat(checkpoints.isDue(Moment.EPOCH)).isFalse();
    assertThat(checkpoints.isDue(Moment.PHASE)).isTrue();
    now = now.plus(Duration.ofMinutes(2));
    assertThat(checkpoints.isDue(Moment.STEP)).isTrue();
    Savable slow =
        new Numbers(2) {
          @Override
          public void write(DataOutputStream out) throws IOException {
            super.write(out);
            now = now.plus(Duration.ofMinutes(1));
          }
        };
    checkpoints.keep(place(2), slow);
    now = now.plus(Duration.ofMinutes(18));
    assertThat(checkpoints.isDue(Moment.STEP)).as("at most a 20th of the time").isFalse();
    now = now.plus(Duration.ofMinutes(1));
    assertThat(checkpoints.isDue(Moment.STEP)).isTrue();
  }

  @Test
  void aTrialThatEndedLeavesNothing() throws IOException {
    keep(open("w"), 1);
    new CheckpointFolder(folder).remove(TRIAL);
    assertThat(new CheckpointFolder(folder).of(TRIAL)).doesNotExist();
    new CheckpointFolder(folder).remove(TRIAL);
  }

  private void keep(Checkpoints checkpoints, long reached) {
    checkpoints.keep(place(reached), new Numbers(reached));
  }

  private static Place place(long reached) {
    return new Place(Phase.FINAL, 1, (int) reached, reached);
  }

  private Checkpoints open(String writer) {
    return open(writer, List.of("threads: 1"), InstantSource.fixed(now));
  }

  private Checkpoints open(String writer, List<String> circumstances, InstantSource time) {
    return Checkpoints.of(
        new CheckpointSettings(folder.toString(), 1, 5, 1L << 30, writer),
        identity(TRIAL, circumstances),
        Savable.NOTHING,
        time,
        events::add);
  }

  private Checkpoints open(TrialId trial, String writer, long budget) {
    return Checkpoints.of(
        new CheckpointSettings(folder.toString(), 1, 5, budget, writer),
        identity(trial, List.of("threads: 1")),
        Savable.NOTHING,
        clock,
        events::add);
  }

  private static Identity identity(TrialId trial, List<String> circumstances) {
    return new Identity(trial, circumstances, "host", "cpu");
  }

  private Path furthest() throws IOException {
    return new CheckpointFolder(folder).entries(TRIAL).get(0).path();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(new CheckpointFolder(folder).of(TRIAL))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static class Numbers implements Savable {
    long value;

    Numbers(long value) {
      this.value = value;
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
      out.writeLong(value);
    }

    @Override
    public void read(DataInputStream in) throws IOException {
      value = in.readLong();
    }
  }
}
