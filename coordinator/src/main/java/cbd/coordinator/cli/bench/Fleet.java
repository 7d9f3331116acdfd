package cbd.coordinator.cli.bench;

import java.util.List;

/**
 * Simulated workers that report at the pace of real ones.
 *
 * @param workers in all, each registering and reporting for itself
 * @param processes that they are spread over, at most as many
 * @param members of the cluster in each of these, which share its workers
 * @param slots of each worker
 * @param epochs of each trial
 * @param epochSeconds length of each
 */
public record Fleet(
    int workers, int processes, int members, int slots, long epochs, double epochSeconds) {
  /** As often as a real slot says that it gets on, in seconds. */
  private static final double SIGNS = 0.5;

  /** Slots of all workers. */
  int allSlots() {
    return workers * slots;
  }

  /** How many workers a process has. */
  private int of(int process) {
    return (workers - process + processes - 1) / processes;
  }

  /**
   * How a process is started.
   *
   * @param process from 0
   */
  List<String> options(int process) {
    return List.of(
        "--workers",
        Integer.toString(of(process)),
        "--members",
        Integer.toString(Math.min(members, of(process))),
        "--slots",
        Integer.toString(slots),
        "--epochs",
        Long.toString(epochs),
        "--epoch-seconds",
        Double.toString(epochSeconds),
        "--progress-seconds",
        Double.toString(SIGNS));
  }
}
