package cbd.worker.doctor;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Java, the machine's kind, memory, and how many files may be open. */
final class MachineCheck implements Check {
  private static final long GIB = 1L << 30;
  private static final long LEAST_MEMORY = 4 * GIB;
  private static final long LEAST_FILES = 4096;

  @Override
  public List<Finding> findings() {
    List<Finding> found = new ArrayList<>();
    found.add(
        Finding.ok(
            "Java", System.getProperty("java.version") + ", " + System.getProperty("java.vendor")));
    String kind = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
    found.add(
        kind.equals("Linux on amd64")
            ? Finding.ok("machine", kind)
            : Finding.ill(
                "machine",
                kind,
                "Trainings need Linux on x86-64, for which cbd brings libtorch; coordinators run"
                    + " wherever Java 17 does."));
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      found.add(memory(system.getTotalMemorySize(), system.getAvailableProcessors()));
    }
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      found.add(files(unix.getMaxFileDescriptorCount()));
    }
    return found;
  }

  /** A container's memory and processors, where there is one. */
  private static Finding memory(long bytes, int processors) {
    String seen = "%.1f GiB, %d processors".formatted((double) bytes / GIB, processors);
    return bytes >= LEAST_MEMORY
        ? Finding.ok("memory", seen)
        : Finding.doubtful(
            "memory",
            seen,
            "Each slot takes the Java heap of its runner (--runner-heap) and libtorch's arrays"
                + " besides: 3 to 4 GiB. Give the container more, or lower --slots.");
  }

  private static Finding files(long most) {
    return most >= LEAST_FILES
        ? Finding.ok("open files", "up to " + most)
        : Finding.doubtful(
            "open files",
            "only " + most + " may be open",
            "Raise the limit: `ulimit -n 65536`, or LimitNOFILE=65536 in a systemd unit.");
  }
}
