package cbd.coordinator.store;

import cbd.coordinator.schedule.Event;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that appends reports to a store, a few at a time, and prints the highest that it was
 * told is safe, until it is killed.
 */
final class Appender {
  private Appender() {}

  public static void main(String[] arguments) {
    Store store = Store.open(Path.of(arguments[0]));
    Term term = store.beginTerm("appender", Samples.at(0));
    List<Event> start =
        List.of(
            Samples.accepted(0, "demo", Samples.trials(1)),
            Samples.granted(1, 1, Samples.trial(0).id(), 1));
    store.append(term, start);
    long first = store.reads().epochs(Samples.trial(0).id()).size() + 1L;
    for (long next = first; ; next += 3) {
      store.append(term, List.of(report(next), report(next + 1), report(next + 2)));
      System.out.println(next + 2);
    }
  }

  private static Event report(long sequence) {
    return Samples.recorded(2 + sequence, 1, Samples.trial(0).id(), 1, sequence);
  }
}
