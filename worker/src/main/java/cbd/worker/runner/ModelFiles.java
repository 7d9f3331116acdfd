package cbd.worker.runner;

import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.TrialId;
import cbd.training.trial.RunSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a worker's runners leave the networks they trained.
 *
 * @param folder in the worker's state directory
 * @param kept how many files stay, the newest; 0: none is written
 * @param backdoored whether CBD's backdoored models are written as well
 */
public record ModelFiles(Path folder, int kept, boolean backdoored) {
  private static final String SUFFIX = ".safetensors";
  private static final String UNFINISHED = SUFFIX + ".part";

  /** Makes the folder and clears what runners left that died while they wrote. */
  void prepare() throws IOException {
    if (kept == 0) {
      return;
    }
    Files.createDirectories(folder);
    for (Path file : endingWith(UNFINISHED)) {
      Files.deleteIfExists(file);
    }
  }

  /** The settings with the places for an attempt's networks, which no other attempt has. */
  RunSettings keeping(RunSettings settings, Lease lease) {
    return settings.keeping(
        kept == 0 ? "" : file(lease.trial(), lease.id(), Phase.FINAL).toString(),
        kept == 0 || !backdoored
            ? ""
            : file(lease.trial(), lease.id(), Phase.BACKDOORED).toString());
  }

  private Path file(TrialId trial, LeaseId lease, Phase network) {
    String which = network == Phase.BACKDOORED ? "-backdoored" : "";
    return folder.resolve(trial.brief() + "-lease-" + lease + which + SUFFIX);
  }

  /**
   * Reads a piece of a network that an attempt has left here.
   *
   * @param network final or backdoored; there is none of another phase
   * @param most bytes
   * @return empty when it is not here: never written, or removed to make room
   * @throws IOException when the disk fails
   */
  public Optional<AttemptFiles.Piece> read(
      TrialId trial, LeaseId lease, Phase network, long offset, int most) throws IOException {
    return network == Phase.ATTACK || offset < 0
        ? Optional.empty()
        : AttemptFiles.read(file(trial, lease, network), offset, most);
  }

  /** The oldest files go, but for the last {@code kept}. */
  void makeRoom() throws IOException {
    if (kept == 0) {
      return;
    }
    List<Path> files = endingWith(SUFFIX);
    for (Path old : files.subList(0, Math.max(0, files.size() - kept))) {
      Files.deleteIfExists(old);
    }
  }

  /** The oldest first. */
  private List<Path> endingWith(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(suffix))
          .sorted(Comparator.comparingLong(file -> file.toFile().lastModified()))
          .toList();
    }
  }
}
