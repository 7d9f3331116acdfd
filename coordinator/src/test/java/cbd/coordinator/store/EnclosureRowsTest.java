package cbd.coordinator.store;

import static cbd.coordinator.store.Samples.accepted;
import static cbd.coordinator.store.Samples.at;
import static cbd.coordinator.store.Samples.granted;
import static cbd.coordinator.store.Samples.trial;
import static cbd.coordinator.store.Samples.trials;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.domain.AttackPicture;
import cbd.domain.LeaseId;
import cbd.domain.TrialId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Place.class)
class EnclosureRowsTest {
  @Parameter private Place place;
  @TempDir private Path folder;
  private Store store;
  private Term term;

  @BeforeEach
  void open() {
    store = Store.open(place.database(folder, "cbd"));
    term = store.beginTerm("here", at(0));
    store.append(term, List.of(accepted(0, "demo", trials(8)), granted(1, 1, trial(0).id(), 1)));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Enclosures log(long lease, String text) {
    return log(lease, trial(0).id(), text);
  }

  private static Enclosures log(long lease, @Nullable TrialId trial, String text) {
    return new Enclosures(
        List.of(
            new Enclosures.OfAttempt(
                new LeaseId(lease), trial, new KeptLog(text.length() + 5L, text.getBytes(UTF_8)))),
        List.of());
  }

  private static AttackPicture picture(int n) {
    byte[] png = ByteBuffer.allocate(12).putLong(0x89504E470D0A1A0AL).putInt(n).array();
    return AttackPicture.of(6, 12, png);
  }

  private Set<String> show(int trial, AttackPicture picture, boolean whole) {
    return store.keep(
        term,
        new Enclosures(
            List.of(),
            List.of(
                new Enclosures.OfTrial(
                    trial(trial).id(), picture.digest(), whole ? picture : null))));
  }

  private long count(String table) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("select count(*) from " + table).mapTo(Long.class).one());
  }

  @Test
  void keepsTheFirstEndOfALogThatComesOfAnAttemptThereIs() {
    store.keep(term, log(1, "the end\n"));
    store.keep(term, log(1, "another end\n"));
    store.keep(term, log(99, "of nothing\n"));

    KeptLog kept = store.reads().log(new LeaseId(1)).orElseThrow();
    assertThat(new String(kept.tail(), UTF_8)).isEqualTo("the end\n");
    assertThat(kept.offset()).isEqualTo(5);
    assertThat(store.reads().log(new LeaseId(99))).isEmpty();
    assertThat(count("attempt_log")).isEqualTo(1);
  }

  @Test
  void keepsNoLogOfAnAttemptThatAnEarlierStoreKnewByTheSameNumber() {
    store.keep(term, log(1, trial(5).id(), "of another trial\n"));
    assertThat(store.reads().log(new LeaseId(1))).isEmpty();
    store.keep(term, log(1, null, "an older worker does not say whose\n"));
    assertThat(store.reads().log(new LeaseId(1))).isPresent();
  }

  @Test
  void keepsTheNewestLogsOnly() {
    store
        .jdbi()
        .useHandle(
            handle -> {
              try (PreparedBatch rows =
                  handle.prepareBatch(
                      "insert into attempt_log (lease, size, tail) values (:lease, 1, :tail)")) {
                for (long lease = 2; lease < 6000; lease++) {
                  rows.bind("lease", lease).bind("tail", new byte[1]).add();
                }
                rows.execute();
              }
            });
    store.keep(term, log(1, "old\n"));
    assertThat(count("attempt_log")).isEqualTo(4096);
    assertThat(store.reads().log(new LeaseId(1))).isEmpty();
    assertThat(store.reads().log(new LeaseId(5999))).isPresent();
  }

  @Test
  void storesAPictureOnceForAllTrialsThatShareIt() {
    assertThat(show(0, picture(1), false)).containsExactly(picture(1).digest());
    assertThat(store.reads().picture(trial(0).id())).isEmpty();
    assertThat(show(0, picture(1), true)).isEmpty();
    for (int trial = 1; trial < 8; trial++) {
      assertThat(show(trial, picture(1), false)).as("it is there").isEmpty();
    }
    assertThat(count("picture")).isEqualTo(1);
    assertThat(count("trial_picture")).isEqualTo(8);
    assertThat(store.reads().picture(trial(7).id())).contains(picture(1));

    show(7, picture(2), true);
    assertThat(store.reads().picture(trial(7).id())).as("the latest").contains(picture(2));
    assertThat(store.reads().picture(trial(6).id())).contains(picture(1));
  }

  @Test
  void makesRoomForNewPictures() {
    for (int n = 0; n < 1005; n++) {
      show(n == 0 ? 0 : 1 + n % 7, picture(n), true);
    }
    assertThat(count("picture")).isLessThanOrEqualTo(1000);
    for (int trial = 1; trial < 8; trial++) {
      assertThat(store.reads().picture(trial(trial).id())).isPresent();
    }
  }

  @Test
  void aSucceededCoordinatorKeepsNothing() {
    store.beginTerm("elsewhere", at(2));
    assertThatThrownBy(() -> store.keep(term, log(1, "the end\n")))
        .isInstanceOf(FencedException.class);
    assertThat(count("attempt_log")).isZero();
  }
}
