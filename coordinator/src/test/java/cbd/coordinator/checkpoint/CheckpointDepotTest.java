package cbd.coordinator.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import cbd.disk.SealedFile;
import cbd.domain.CheckpointName;
import cbd.domain.Digest;
import cbd.domain.LeaseId;
import cbd.domain.TrialId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointDepotTest {
  private static final TrialId TRIAL = new TrialId("0".repeat(31) + "1");
  private static final TrialId OTHER = new TrialId("0".repeat(31) + "2");
  private static final LeaseId LEASE = new LeaseId(5);
  private static final String MAKING = "0123456789abcdef";

  @TempDir private Path folder;

  @Test
  void givesBackWhatCameInPieces() {
    CheckpointDepot depot = new CheckpointDepot(folder, 1_000_000);
    byte[] file = sealed(1, 1000);
    assertThat(send(depot, TRIAL, LEASE, name(7), file, 300)).isEqualTo(4);
    assertThat(fetch(depot, TRIAL, CheckpointName.NONE, 128)).contains(file);
    assertThat(fetch(depot, TRIAL, name(6), 5000)).contains(file);
    assertThat(fetch(depot, TRIAL, name(7), 128)).as("what is known already").isEmpty();
    assertThat(fetch(depot, OTHER, CheckpointName.NONE, 128)).isEmpty();
    assertThat(fetch(new CheckpointDepot(folder, 1), TRIAL, name(1), 128))
        .as("after a restart")
        .contains(file);
  }

  @Test
  void piecesThatAreLostDoubledOrOutOfOrderAreAskedFor() {
    CheckpointDepot depot = new CheckpointDepot(folder, 1_000_000);
    byte[] file = sealed(1, 1000);
    assertThat(piece(depot, name(7), file, 300)).as("the first was lost").contains(0L);
    assertThat(piece(depot, name(7), file, 0)).contains(100L);
    assertThat(piece(depot, name(7), file, 0)).as("doubled").contains(100L);
    assertThat(piece(depot, name(7), file, 200)).as("early").contains(100L);
    // Whoever restarts begins anew.
    CheckpointDepot again = new CheckpointDepot(folder, 1_000_000);
    assertThat(piece(again, name(7), file, 100)).contains(0L);
    send(again, TRIAL, LEASE, name(7), file, 100);
    assertThat(piece(again, name(7), file, 900)).as("all is there").contains(1000L);
    assertThat(fetch(again, TRIAL, CheckpointName.NONE, 128)).contains(file);
  }

  @Test
  void aNewLeaseBeginsAnewAndAnOlderFileGoesWhenANewerIsWhole() throws IOException {
    CheckpointDepot depot = new CheckpointDepot(folder, 1_000_000);
    send(depot, TRIAL, LEASE, name(7), sealed(1, 1000), 300);
    byte[] newer = sealed(2, 1000);
    piece(depot, name(9), newer, 0);
    assertThat(fetch(depot, TRIAL, CheckpointName.NONE, 128)).contains(sealed(1, 1000));
    assertThat(
            depot.take(TRIAL, new LeaseId(6), name(9), 1000, 100, ByteBuffer.wrap(newer, 100, 100)))
        .contains(0L);
    send(depot, TRIAL, new LeaseId(6), name(9), newer, 400);
    assertThat(fetch(depot, TRIAL, CheckpointName.NONE, 128)).contains(newer);
    assertThat(files()).hasSize(1);
  }

  @Test
  void whatArrivesDamagedIsNeverGivenAway() throws IOException {
    CheckpointDepot depot = new CheckpointDepot(folder, 1_000_000);
    byte[] file = sealed(1, 1000);
    for (int at : new int[] {0, 500, 960, 967, 999}) {
      byte[] damaged = file.clone();
      damaged[at] ^= 1;
      assertThat(depot.take(TRIAL, LEASE, name(7), 1000, 0, ByteBuffer.wrap(damaged))).contains(0L);
    }
    assertThat(files()).isEmpty();
    assertThat(fetch(depot, TRIAL, CheckpointName.NONE, 128)).isEmpty();
  }

  @Test
  void refusesHostileSizes() throws IOException {
    CheckpointDepot depot = new CheckpointDepot(folder, 10_000);
    ByteBuffer some = ByteBuffer.wrap(new byte[100]);
    for (long size : new long[] {-1, 0, 39, Long.MIN_VALUE}) {
      assertThat(depot.take(TRIAL, LEASE, name(7), size, 0, some)).isEmpty();
    }
    for (long size : new long[] {10_001, Long.MAX_VALUE}) {
      assertThat(depot.take(TRIAL, LEASE, name(7), size, 0, some))
          .contains(CheckpointDepot.CANNOT_BE_KEPT);
    }
    assertThat(new CheckpointDepot(folder, 0).take(TRIAL, LEASE, name(7), 1000, 0, some))
        .as("where none is kept")
        .isEmpty();
    for (long offset : new long[] {-1, 901, 1000, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(depot.take(TRIAL, LEASE, name(7), 1000, offset, some)).isEmpty();
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void theOldestOfOthersMakeRoom() throws IOException {
    CheckpointDepot depot = new CheckpointDepot(folder, 2_500);
    send(depot, OTHER, LEASE, name(7), sealed(1, 1000), 1000);
    send(depot, TRIAL, LEASE, name(7), sealed(2, 1000), 1000);
    send(depot, TRIAL, LEASE, name(9), sealed(3, 1000), 1000);
    assertThat(fetch(depot, OTHER, CheckpointName.NONE, 128)).isEmpty();
    assertThat(fetch(depot, TRIAL, CheckpointName.NONE, 128)).contains(sealed(3, 1000));
  }

  @Test
  void oneOfOtherCircumstancesNeitherHidesNorReplacesAnother() throws IOException {
    CheckpointDepot depot = new CheckpointDepot(folder, 1_000_000);
    byte[] ours = sealed(1, 1000);
    byte[] theirs = sealed(2, 900);
    send(depot, TRIAL, LEASE, name(7), ours, 300);
    send(depot, TRIAL, LEASE, ofOthers(500), theirs, 300);
    assertThat(files()).hasSize(2);
    assertThat(fetch(depot, TRIAL, CheckpointName.NONE, 128)).as("furthest").contains(theirs);
    assertThat(fetch(depot, TRIAL, ofOthers(900), 128)).as("of use all the same").contains(ours);
    assertThat(fetch(depot, TRIAL, name(900), 128)).contains(theirs);
    assertThat(depot.give(TRIAL, List.of(name(7), ofOthers(500)), name(7), 0, 128)).isEmpty();
    assertThat(depot.give(TRIAL, List.of(), name(7), 100, 128))
        .as("goes on with the one that was begun with")
        .hasValueSatisfying(piece -> assertThat(piece.name()).isEqualTo(name(7)))
        .hasValueSatisfying(piece -> assertThat(piece.offset()).isEqualTo(100));
  }

  @Test
  void oneThatIsLessFarIsNotWanted() {
    CheckpointDepot depot = new CheckpointDepot(folder, 1_000_000);
    byte[] further = sealed(1, 1000);
    send(depot, TRIAL, LEASE, name(7), further, 300);
    assertThat(piece(depot, name(6), sealed(2, 1000), 0)).isEmpty();
    assertThat(piece(depot, new CheckpointName(MAKING, 7, "w"), sealed(2, 1000), 0)).isEmpty();
    assertThat(fetch(depot, TRIAL, CheckpointName.NONE, 128)).contains(further);
  }

  @Test
  void trialsThatEndedMakeRoomFirstUnlessTheyAreCalledBack() throws IOException {
    CheckpointDepot depot = new CheckpointDepot(folder, 3_500);
    TrialId ended = new TrialId("0".repeat(31) + "3");
    for (TrialId each : List.of(OTHER, ended)) {
      send(depot, each, LEASE, name(7), sealed(1, 1000), 1000);
      age(each, each.equals(ended) ? 2 : 1);
    }
    depot.end(ended);
    depot.end(ended);
    assertThat(fetch(depot, ended, CheckpointName.NONE, 128)).as("for a retry").isPresent();
    send(depot, TRIAL, LEASE, name(7), sealed(2, 2000), 1000);
    assertThat(folder.resolve(ended.toString())).as("though newer").doesNotExist();
    assertThat(fetch(depot, OTHER, CheckpointName.NONE, 128)).isPresent();

    CheckpointDepot again = new CheckpointDepot(folder, 3_500);
    again.end(TRIAL);
    again.callBack(TRIAL);
    send(again, ended, LEASE, name(7), sealed(3, 1000), 1000);
    assertThat(fetch(again, OTHER, CheckpointName.NONE, 128)).as("the oldest").isEmpty();
    assertThat(fetch(again, TRIAL, CheckpointName.NONE, 128)).isPresent();
  }

  @Test
  void oneThatArrivesOutlivesTheRemovalOfItsTrialsOlderOne() throws IOException {
    CheckpointDepot depot = new CheckpointDepot(folder, 3_000);
    send(depot, TRIAL, LEASE, name(7), sealed(1, 1000), 1000);
    byte[] newer = sealed(2, 1000);
    assertThat(piece(depot, name(9), newer, 0)).contains(100L);
    send(depot, OTHER, LEASE, name(7), sealed(3, 2500), 2500);
    assertThat(fetch(depot, TRIAL, CheckpointName.NONE, 128)).as("made room").isEmpty();
    assertThat(piece(depot, name(9), newer, 100)).contains(200L);
    send(depot, TRIAL, LEASE, name(9), newer, 300);
    assertThat(fetch(depot, TRIAL, CheckpointName.NONE, 128)).contains(newer);
  }

  @Test
  void thoseThatArriveTakeRoom() {
    CheckpointDepot depot = new CheckpointDepot(folder, 3_000);
    TrialId third = new TrialId("0".repeat(31) + "3");
    send(depot, OTHER, LEASE, name(7), sealed(1, 1000), 1000);
    piece(depot, name(7), sealed(2, 1500), 0);
    send(depot, third, LEASE, name(7), sealed(3, 1000), 1000);
    assertThat(fetch(depot, OTHER, CheckpointName.NONE, 128)).as("the oldest").isEmpty();
    assertThat(fetch(depot, third, CheckpointName.NONE, 128)).isPresent();
  }

  @Test
  void whatAKilledCoordinatorLeftUnfinishedGoes() throws IOException {
    TrialId third = new TrialId("0".repeat(31) + "3");
    CheckpointDepot killed = new CheckpointDepot(folder, 1_000_000);
    piece(killed, name(7), sealed(1, 1000), 0);
    send(killed, third, LEASE, name(7), sealed(2, 1000), 1000);
    killed.take(third, LEASE, name(9), 1000, 0, ByteBuffer.wrap(new byte[100]));
    assertThat(files()).hasSize(3);

    CheckpointDepot depot = new CheckpointDepot(folder, 1_000_000);
    send(depot, OTHER, LEASE, name(7), sealed(3, 1000), 1000);
    assertThat(folder.resolve(TRIAL.toString())).doesNotExist();
    assertThat(files()).hasSize(2);
    assertThat(fetch(depot, third, CheckpointName.NONE, 128)).isPresent();
  }

  @Test
  void aTrialThatEndsBeforeItsFirstIsWholeLeavesNothing() {
    CheckpointDepot depot = new CheckpointDepot(folder, 1_000_000);
    piece(depot, name(7), sealed(1, 1000), 0);
    depot.end(TRIAL);
    assertThat(folder).isEmptyDirectory();

    piece(depot, name(7), sealed(1, 1000), 0);
    new CheckpointDepot(folder, 1_000_000).end(TRIAL);
    assertThat(folder).as("under another coordinator").isEmptyDirectory();
  }

  @Test
  void oneThatCannotBeKeptLeavesNoDraft() throws IOException {
    CheckpointDepot depot = new CheckpointDepot(folder, 1_000_000);
    byte[] file = sealed(1, 200);
    piece(depot, name(7), file, 0);
    Path draft = files().get(0);
    Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("-w-------"));
    assumeThat(Files.isReadable(draft)).as("this process is root").isFalse();
    assertThat(piece(depot, name(7), file, 100)).contains(CheckpointDepot.CANNOT_BE_KEPT);
    assertThat(files()).isEmpty();
  }

  @Test
  void nothingIsMarkedOfATrialThatLeftNothing() {
    new CheckpointDepot(folder, 1_000_000).end(TRIAL);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aTrialThatEndedLeavesNothing() {
    CheckpointDepot depot = new CheckpointDepot(folder, 1_000_000);
    send(depot, TRIAL, LEASE, name(7), sealed(1, 1000), 300);
    piece(depot, name(9), sealed(2, 1000), 0);
    depot.forget(TRIAL);
    assertThat(folder.resolve(TRIAL.toString())).doesNotExist();
  }

  @Test
  void aDiskThatIsGoneCostsTheCheckpointAlone() throws IOException {
    Path file = Files.createFile(folder.resolve("no-folder"));
    CheckpointDepot depot = new CheckpointDepot(file, 1_000_000);
    assertThat(piece(depot, name(7), sealed(1, 1000), 0)).contains(CheckpointDepot.CANNOT_BE_KEPT);
    assertThat(depot.give(TRIAL, List.of(), CheckpointName.NONE, 0, 100)).isEmpty();
  }

  private static CheckpointName name(long reached) {
    return new CheckpointName(MAKING, reached, "lease-5");
  }

  private static CheckpointName ofOthers(long reached) {
    return new CheckpointName("fedcba9876543210", reached, "lease-6");
  }

  private void age(TrialId trial, long millis) throws IOException {
    for (Path file : files()) {
      if (file.getParent().endsWith(trial.toString())) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
      }
    }
  }

  private Optional<Long> piece(
      CheckpointDepot depot, CheckpointName name, byte[] file, int offset) {
    return depot.take(TRIAL, LEASE, name, file.length, offset, ByteBuffer.wrap(file, offset, 100));
  }

  /** How many pieces it took. */
  private static int send(
      CheckpointDepot depot,
      TrialId trial,
      LeaseId lease,
      CheckpointName name,
      byte[] file,
      int most) {
    int pieces = 0;
    for (long next = 0; next < file.length; pieces++) {
      int count = (int) Math.min(most, file.length - next);
      ByteBuffer bytes = ByteBuffer.wrap(file, (int) next, count);
      next = depot.take(trial, lease, name, file.length, next, bytes).orElseThrow();
    }
    return pieces;
  }

  private static Optional<byte[]> fetch(
      CheckpointDepot depot, TrialId trial, CheckpointName have, int most) {
    byte[] file = new byte[0];
    CheckpointName name = CheckpointName.NONE;
    while (true) {
      Optional<CheckpointDepot.Piece> given =
          depot.give(trial, List.of(have), name, file.length, most);
      if (given.isEmpty()) {
        return Optional.empty();
      }
      CheckpointDepot.Piece piece = given.get();
      name = piece.name();
      assertThat(piece.offset()).isEqualTo(file.length);
      int count = piece.bytes().remaining();
      assertThat(count).isBetween(1, most);
      file = Arrays.copyOf(file, file.length + count);
      piece.bytes().get(file, (int) piece.offset(), count);
      if (file.length == piece.size()) {
        return Optional.of(file);
      }
    }
  }

  private static byte[] sealed(long seed, int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(seed).nextBytes(bytes);
    ByteBuffer.wrap(bytes).putLong(size - SealedFile.SEAL_BYTES, size);
    byte[] hash = Digest.sha256().digest(Arrays.copyOf(bytes, size - 32));
    System.arraycopy(hash, 0, bytes, size - 32, 32);
    return bytes;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
