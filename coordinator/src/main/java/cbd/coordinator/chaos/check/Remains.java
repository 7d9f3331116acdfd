package cbd.coordinator.chaos.check;

import java.util.List;

/**
 * What was left when everything had been stopped; each a line for a person.
 *
 * @param processes that still lived, outlived their worker, or ended by themselves
 * @param files temporary, half written or set aside as damaged
 * @param damage of the store itself
 */
public record Remains(List<String> processes, List<String> files, List<String> damage) {
  /** Nothing, as it should be. */
  public static final Remains NOTHING = new Remains(List.of(), List.of(), List.of());

  public Remains {
    processes = List.copyOf(processes);
    files = List.copyOf(files);
    damage = List.copyOf(damage);
  }
}
