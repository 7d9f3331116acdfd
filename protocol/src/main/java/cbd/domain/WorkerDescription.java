package cbd.domain;

import java.util.List;

/**
 * What a worker says of itself when it registers.
 *
 * @param id stable over restarts
 * @param incarnation rises with each start of the worker's process (its start time in milliseconds)
 * @param host machine name
 * @param version of cbd
 * @param slots device of each slot, by slot index, such as {@code cpu} or {@code gpu:0}
 */
public record WorkerDescription(
    WorkerId id, long incarnation, String host, String version, List<String> slots) {
  public WorkerDescription {
    slots = List.copyOf(slots);
  }
}
