package cbd.coordinator.store;

import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialSpec;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.text.RecordWriter;
import cbd.text.Tree;
import java.util.List;
import java.util.Objects;

/** Records as the JSON of a column: complete, defaults included. */
final class Json {
  private Json() {}

  static String of(Record record) {
    return JsonText.write(RecordWriter.tree(record));
  }

  static <T> T parse(Class<T> type, String json) {
    return RecordReader.read(type, JsonText.parse(json));
  }

  /** Whole numbers as a JSON list. */
  static String of(List<Integer> numbers) {
    return JsonText.write(RecordWriter.tree(numbers));
  }

  static List<Integer> numbers(String json) {
    return ((Tree.Sequence) JsonText.parse(json))
        .items().stream()
            .map(item -> ((Tree.Scalar) item).value())
            .map(number -> ((Number) Objects.requireNonNull(number)).intValue())
            .toList();
  }

  static Trial trial(String id, String spec) {
    return new Trial(new TrialId(id), parse(TrialSpec.class, spec));
  }
}
