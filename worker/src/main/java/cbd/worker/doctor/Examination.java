package cbd.worker.doctor;

import cbd.worker.runner.RunnerProgram;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All checks of a machine.
 *
 * @param host the address it is to be reached at
 * @param join coordinators, each {@code HOST:PORT}; none: they are not looked for
 * @param coordinator address of the API, to compare clocks with; empty: they are not compared
 * @param certificates of the cluster, as {@code cbd certs node} made them; null: plain text
 * @param devices {@code cpu}, {@code gpu:N}
 * @param data where data sets lie; empty: nowhere
 * @param folders that are to be written to, and what for
 * @param ports that are to be listened at
 * @param program what a training is started as
 */
public record Examination(
    String host,
    List<String> join,
    String coordinator,
    @Nullable Path certificates,
    List<String> devices,
    String data,
    List<Place> folders,
    List<Integer> ports,
    RunnerProgram program) {
  public Examination {
    join = List.copyOf(join);
    devices = List.copyOf(devices);
    folders = List.copyOf(folders);
    ports = List.copyOf(ports);
  }

  /**
   * Makes one check after the other.
   *
   * @param told hears each finding as soon as it is there
   */
  public void make(InstantSource clock, Consumer<Finding> told) {
    List<Check> checks =
        List.of(
            new MachineCheck(),
            new GpuCheck(devices, System.getenv("CUDA_VISIBLE_DEVICES")),
            new TrainingCheck(program, devices),
            new DataCheck(data),
            new FolderCheck(folders),
            new AddressCheck(host, ports),
            new ReachCheck(host, join, certificates),
            new CertificateCheck(certificates, host, clock),
            new ClockCheck(coordinator, certificates, clock));
    checks.forEach(check -> check.findings().forEach(told));
  }
}
