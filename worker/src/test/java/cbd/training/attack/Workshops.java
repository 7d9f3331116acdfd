package cbd.training.attack;

import ai.djl.ndarray.NDManager;
import cbd.domain.Progress;
import cbd.training.engine.TrainingEngine;
import cbd.training.stage.Stage;
import cbd.training.stage.StageStore;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Where attackers of tests work. */
final class Workshops {
  /** Networks that know nothing yet, in a second. */
  static final String SMALL_NETWORKS =
      "{\"images\": 16, \"batchSize\": 8, \"maskEpochs\": 1, \"jointEpochs\": 1}";

  private static final Workshop SHARED =
      in(TrainingEngine.start(1).newManager("cpu"), new Memory(), progress -> {});

  private Workshops() {}

  /** One for tests to which a trained network is a means: each is trained once. */
  static Workshop shared() {
    return SHARED;
  }

  static Workshop in(NDManager manager, StageStore stages, Consumer<Progress> listener) {
    return new Workshop(manager, stages, "test", listener);
  }

  /** Keeps what was built as it is. */
  private static final class Memory implements StageStore {
    private final Map<String, Object> kept = new HashMap<>();

    @Override
    @SuppressWarnings("unchecked") // equal inputs of one kind are of one type
    public <T> T get(Stage<T> stage, Runnable signOfLife) {
      String key = stage.kind() + stage.inputs();
      if (!kept.containsKey(key)) {
        kept.put(key, stage.build());
      }
      return (T) kept.get(key);
    }
  }
}
