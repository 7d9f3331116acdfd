package cbd.coordinator.store;

import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialSpec;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.text.RecordWriter;

/** Records as the JSON of a column: complete, defaults included. */
final class Json {
  private Json() {}

  static String of(Record record) {
    return JsonText.write(RecordWriter.tree(record));
  }

  static <T> T parse(Class<T> type, String json) {
    return RecordReader.read(type, JsonText.parse(json));
  }

  static Trial trial(String id, String spec) {
    return new Trial(new TrialId(id), parse(TrialSpec.class, spec));
  }
}
