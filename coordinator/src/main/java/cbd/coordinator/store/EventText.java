package cbd.coordinator.store;

import cbd.coordinator.schedule.Event;
import cbd.text.JsonText;
import cbd.text.RecordWriter;
import cbd.text.Tree;
import java.util.List;

/**
 * An event as JSON. It is read for as long as a store lives: a component may be added to an event
 * with a default, but none may be renamed or removed without a migration of the history.
 *
 * @param type the event's kind, such as {@code epoch-recorded}
 * @param json the whole event; of a sweep's acceptance without its file and its trials, of which a
 *     hundred thousand would fill a hundred megabytes: they stand in tables where nothing changes
 *     them
 */
record EventText(String type, String json) {

  static EventText of(Event event) {
    Event brief =
        event instanceof Event.SweepAccepted e
            ? new Event.SweepAccepted(e.at(), e.sweep(), e.name(), "", List.of(), e.maxAttempts())
            : event;
    Tree.Mapping tree = (Tree.Mapping) RecordWriter.tree((Record) brief);
    Tree.Scalar type = (Tree.Scalar) tree.entries().values().iterator().next().value();
    return new EventText(String.valueOf(type.value()), JsonText.write(tree));
  }

  /** The event of a text; a sweep's acceptance without its file and trials. */
  static Event parse(String json) {
    return Json.parse(Event.class, json);
  }
}
