package cbd.coordinator.store;

import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialSpec;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.text.RecordWriter;

/** Specs and other records as the JSON of a column: complete, defaults included. */
final class SpecText {
  private SpecText() {}

  static String of(Record record) {
    return JsonText.write(RecordWriter.tree(record));
  }

  static <T extends Record> T parse(Class<T> type, String json) {
    return RecordReader.read(type, JsonText.parse(json));
  }

  static Trial trial(String id, String json) {
    return new Trial(new TrialId(id), parse(TrialSpec.class, json));
  }
}
