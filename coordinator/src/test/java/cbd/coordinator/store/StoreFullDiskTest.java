package cbd.coordinator.store;

import static cbd.coordinator.store.Samples.accepted;
import static cbd.coordinator.store.Samples.at;
import static cbd.coordinator.store.Samples.granted;
import static cbd.coordinator.store.Samples.trial;
import static cbd.coordinator.store.Samples.trials;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.coordinator.schedule.Event;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFullDiskTest {
  @TempDir private Path folder;

  @Test
  void writesNothingOfABatchThatDoesNotFitAndAllOfItOnceThereIsRoom() {
    try (Store store = Store.open(folder.resolve("cbd.db"))) {
      Term term = store.beginTerm("here", at(0));
      store.append(term, List.of(accepted(0, "small", trials(2))));
      List<Event> batch =
          List.of(granted(1, 1, trial(0).id(), 1), accepted(2, "large", trials(2000)));
      List<String> before = Tables.dump(store);

      int pages = pragma(store, "page_count");
      pragma(store, "max_page_count = " + (pages + 20));
      for (int tries = 1; tries <= 3; tries++) {
        assertThatThrownBy(() -> store.append(term, batch))
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("disk is full")
            .hasMessageContaining("Nothing was written or acknowledged")
            .hasMessageContaining("asked again");
        assertThat(Tables.dump(store)).isEqualTo(before);
      }
      assertThat(store.load().standings()).as("reading goes on").hasSize(2);

      pragma(store, "max_page_count = 1000000");
      store.append(term, batch);
      store.append(term, batch);

      assertThat(store.load().standings()).hasSize(2000);
      assertThat(store.reads().attempts(trial(0).id())).hasSize(1);
      assertThat(store.reads().history(0, 100)).hasSize(3);
    }
  }

  private static int pragma(Store store, String pragma) {
    return store
        .jdbi()
        .withHandle(handle -> handle.createQuery("pragma " + pragma).mapTo(Integer.class).one());
  }
}
