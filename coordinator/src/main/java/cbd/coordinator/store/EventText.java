package cbd.coordinator.store;

import cbd.coordinator.schedule.Event;
import cbd.domain.SweepTerms;
import cbd.text.JsonText;
import cbd.text.Location;
import cbd.text.RecordReader;
import cbd.text.RecordWriter;
import cbd.text.Tree;
import java.util.List;

/**
 * An event as JSON. It is read for as long as a store lives: a component may be added to an event
 * with a default, but none may be renamed or removed without a migration of the history.
 *
 * @param type the event's kind, such as {@code epoch-recorded}
 * @param json the whole event; of a sweep without its file and its trials, of which a hundred
 *     thousand would fill a hundred megabytes: they stand in tables where nothing changes them
 */
record EventText(String type, String json) {

  private static final String TERMS = "terms";

  static EventText of(Event event) {
    Tree.Mapping tree = (Tree.Mapping) RecordWriter.tree((Record) brief(event));
    Tree.Scalar type = (Tree.Scalar) tree.entries().values().iterator().next().value();
    return new EventText(String.valueOf(type.value()), JsonText.write(tree));
  }

  private static Event brief(Event event) {
    if (event instanceof Event.SweepAccepted e) {
      return new Event.SweepAccepted(
          e.at(), e.sweep(), e.name(), "", List.of(), e.maxAttempts(), e.terms());
    }
    return event instanceof Event.SweepExtended e
        ? new Event.SweepExtended(
            e.at(), e.sweep(), e.first(), List.of(), e.maxAttempts(), e.priority(), e.resources())
        : event;
  }

  /** The event of a text; of a sweep without its file and trials. */
  static Event parse(String json) {
    Tree.Mapping tree = (Tree.Mapping) JsonText.parse(json);
    // Up to schema version 51 a sweep had no terms.
    boolean old =
        tree.get("type") instanceof Tree.Scalar type
            && "sweep-accepted".equals(type.value())
            && tree.get(TERMS) == null;
    Tree terms = RecordWriter.tree(SweepTerms.DEFAULT);
    return RecordReader.read(Event.class, old ? tree.with(TERMS, Location.NONE, terms) : tree);
  }
}
