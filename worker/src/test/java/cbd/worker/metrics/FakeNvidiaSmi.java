package cbd.worker.metrics;

import cbd.training.gpu.NvidiaSmi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/** Programs that stand in for nvidia-smi. */
final class FakeNvidiaSmi {
  private FakeNvidiaSmi() {}

  /** One that says these lines of GPUs and of processes. */
  static GpuReadings saying(Path folder, String gpus, String processes) {
    return running(
        folder,
        """
        case "$1 $2" in
          '--query-gpu=index,uuid,memory.used,memory.total,utilization.gpu,temperature.gpu,power.draw --format=csv,noheader,nounits')
            echo '%s' ;;
          '--query-compute-apps=pid,used_memory --format=csv,noheader,nounits')
            echo '%s' ;;
          *) echo "what is $*?"; exit 2 ;;
        esac
        """
            .formatted(gpus, processes));
  }

  /** One that is this shell script. */
  static GpuReadings running(Path folder, String script) {
    try {
      Path file = Files.writeString(folder.resolve("nvidia-smi"), "#!/bin/sh\n" + script);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
      // By way of the shell: a file just written may be held open by a process that is being born.
      return new GpuReadings(
          new NvidiaSmi(List.of("/bin/sh", file.toString()), Duration.ofSeconds(20)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
