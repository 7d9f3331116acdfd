package cbd.worker.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cbd.worker.doctor.Finding.Health;
import cbd.worker.runner.RunnerProgram;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every check meets what is well and what is not, for real. */
class ChecksTest {
  private static final String HERE = "127.0.0.1";

  @TempDir Path folder;

  @Test
  void thisMachineIsLookedAt() {
    assertThat(new MachineCheck().findings())
        .extracting(Finding::subject)
        .containsExactly("Java", "machine", "memory", "open files");
  }

  @Test
  void aFolderThatCanBeWrittenIsLeftAsItWas() {
    Finding found = only(new FolderCheck(List.of(state(folder.resolve("new").resolve("below")))));
    assertThat(found.health()).isNotEqualTo(Health.ILL);
    assertThat(found.text()).contains("GB free");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileInAFoldersPlaceIsIll() throws IOException {
    Finding found =
        only(
            new FolderCheck(
                List.of(state(Files.createFile(folder.resolve("file")).resolve("below")))));
    assertThat(found.health()).isEqualTo(Health.ILL);
    assertThat(found.text()).contains("cannot be written");
  }

  private static Place state(Path folder) {
    return new Place(folder, Place.Purpose.STATE);
  }

  @ParameterizedTest
  @CsvSource({
    "ext4, STATE, false",
    "nfs4, STATE, true",
    "ceph, CACHE, true",
    "gpfs, CACHE, true",
    "9p, STATE, true",
    "lustre, CHECKPOINTS, false",
    "cifs, CHECKPOINTS, false",
    "fuse.sshfs, CHECKPOINTS, false",
    "xfs, CHECKPOINTS, true"
  })
  void whereAFolderBelongsDependsOnWhatItIsFor(
      String type, Place.Purpose purpose, boolean outOfPlace) {
    assertThat(FolderCheck.isOutOfPlace(type, purpose)).isEqualTo(outOfPlace);
  }

  @Test
  void aClockThatIsComparedWithNoneIsSaidToBe() {
    Finding found = only(new ClockCheck("", null, InstantSource.system()));
    assertThat(found.text()).contains("not compared", "--coordinator");
  }

  @Test
  void aPortThatSomebodyHasIsDoubtful() throws IOException {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Finding> found = new AddressCheck(HERE, List.of(busy.getLocalPort())).findings();
      assertThat(found).extracting(Finding::health).containsExactly(Health.OK, Health.DOUBTFUL);
      assertThat(found.get(1).subject()).isEqualTo("port " + busy.getLocalPort());
    }
  }

  @Test
  void aNameThatNobodyKnowsIsIll() {
    Finding found = only(new AddressCheck("no-such-host.invalid", List.of(8470)));
    assertThat(found.health()).isEqualTo(Health.ILL);
    assertThat(found.advice()).contains("--host");
  }

  @Test
  void aCoordinatorThatAnswersIsSeenAndOneThatDoesNotIsIll() throws IOException {
    int port;
    try (ServerSocket coordinator = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = coordinator.getLocalPort();
      assertThat(only(new ReachCheck(HERE, List.of(HERE + ":" + port), null)).health())
          .isEqualTo(Health.OK);
    }
    Finding found = only(new ReachCheck(HERE, List.of(HERE + ":" + port), null));
    assertThat(found.health()).isEqualTo(Health.ILL);
    assertThat(found.advice()).contains("port " + port);
  }

  @Test
  void aClockThatIsAMinuteOffIsDoubtful() throws IOException {
    HttpServer api =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    api.start();
    try {
      String address = "http://" + HERE + ":" + api.getAddress().getPort();
      assertThat(only(new ClockCheck(address, null, InstantSource.system())).health())
          .isEqualTo(Health.OK);
      Iterator<Instant> slowAnswer =
          List.of(Instant.now(), Instant.now().plusSeconds(90)).iterator();
      assertThat(only(new ClockCheck(address, null, slowAnswer::next)).health())
          .isEqualTo(Health.OK);
      InstantSource fast = () -> Instant.now().plus(Duration.ofMinutes(1));
      await() // What a busy machine takes for its answer may be the clocks' difference as well.
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                Finding found = only(new ClockCheck(address, null, fast));
                assertThat(found.health()).isEqualTo(Health.DOUBTFUL);
                assertThat(found.text()).matches("(59|60|61) s from the coordinator's");
              });
    } finally {
      api.stop(0);
    }
    assertThat(only(new ClockCheck("http://" + HERE + ":1", null, InstantSource.system())).health())
        .isEqualTo(Health.ILL);
  }

  @Test
  void certificatesThatAreNotThereAreIll() {
    Path nowhere = folder.resolve("nowhere");
    assertThat(new CertificateCheck(null, HERE, InstantSource.system()).findings()).isEmpty();
    Finding found = only(new CertificateCheck(nowhere, HERE, InstantSource.system()));
    assertThat(found.health()).isEqualTo(Health.ILL);
    assertThat(found.text()).contains("there is no folder");
    assertThat(
            only(new ClockCheck("https://" + HERE + ":1", nowhere, InstantSource.system())).text())
        .contains("there is no ");
  }

  @Test
  void aGpuThatWasNotGivenIsIll() {
    assertThat(new GpuCheck(List.of("cpu", "gpu:1"), "3").findings())
        .anySatisfy(
            found -> {
              assertThat(found.health()).isEqualTo(Health.ILL);
              assertThat(found.text()).contains("gpu:1 was not given", "'3'");
            });
    assertThat(new GpuCheck(List.of("cpu"), "").findings())
        .allSatisfy(found -> assertThat(found.health()).isEqualTo(Health.OK));
  }

  @Test
  void libtorchIsReallyLoaded() {
    RunnerProgram program =
        RunnerProgram.ofClassPath(System.getProperty("java.class.path"), "256m");
    assertThat(only(new TrainingCheck(program, List.of("cpu", "cpu"))))
        .satisfies(found -> assertThat(found.health()).as(found.text()).isEqualTo(Health.OK))
        .satisfies(found -> assertThat(found.text()).startsWith("libtorch 2."));
  }

  @Test
  void aDistributionWithoutTrainingIsIll() {
    RunnerProgram empty = RunnerProgram.ofClassPath(folder.toString(), "256m");
    Finding found = only(new TrainingCheck(empty, List.of("cpu")));
    assertThat(found.health()).isEqualTo(Health.ILL);
    assertThat(found.text()).contains("exit code 1", "TrainingMain");
  }

  private static Finding only(Check check) {
    List<Finding> found = check.findings();
    assertThat(found).hasSize(1);
    return found.get(0);
  }
}
