package cbd.coordinator.store;

import cbd.coordinator.schedule.Event;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.text.RecordWriter;
import cbd.text.Tree;
import java.util.List;

/**
 * Events as JSON. They are read for as long as a store lives: a component may be added to an event
 * with a default, but none may be renamed or removed without a migration of the history.
 */
final class EventText {
  private EventText() {}

  /**
   * The event's text. A sweep's acceptance leaves out the sweep's file and its trials: a hundred
   * thousand of them fill a hundred megabytes, and they stand in tables where nothing changes them.
   */
  static String of(Event event) {
    Event brief =
        event instanceof Event.SweepAccepted e
            ? new Event.SweepAccepted(e.at(), e.sweep(), e.name(), "", List.of(), e.maxAttempts())
            : event;
    return JsonText.write(RecordWriter.tree((Record) brief));
  }

  /** The event of a text; a sweep's acceptance without its file and trials. */
  static Event parse(String text) {
    return RecordReader.read(Event.class, JsonText.parse(text));
  }

  /** The event's kind as its text has it, such as {@code epoch-recorded}. */
  static String type(Event event) {
    return TYPES.get(event.getClass());
  }
}
