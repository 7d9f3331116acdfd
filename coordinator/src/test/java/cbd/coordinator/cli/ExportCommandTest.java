package cbd.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.actor.FrontDesk;
import cbd.coordinator.cli.export.SweepExport;
import cbd.coordinator.http.ApiPlace;
import cbd.coordinator.http.ApiServer;
import cbd.coordinator.model.ModelCollector;
import cbd.coordinator.model.ModelDepot;
import cbd.coordinator.store.Store;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  @TempDir private Path folder;
  private final Shell shell = new Shell();
  private String store;
  private Path results;

  @BeforeEach
  void prepare() {
    store = SmallStore.in(folder).toString();
    results = folder.resolve("results");
  }

  @Test
  void writesEveryTableAndFigure() throws IOException {
    assertThat(export(results)).as(shell.err()).isZero();

    Set<String> files = new TreeSet<>(SweepExport.files().keySet());
    if (read("README.txt").contains("ca-asr.png is missing, for ")) {
      files.remove("ca-asr.png"); // This machine has no fonts.
    }
    assertThat(names(results)).isEqualTo(files);
    for (String name : files) {
      assertThat(shell.out()).contains(results.resolve(name).toString());
      assertThat(results.resolve(name)).isNotEmptyFile();
    }
    assertThat(results.resolve("sweep.yaml")).hasContent(SmallStore.TEXT);
  }

  @Test
  void leaderboardsAreThoseOfTheLeaderboardCommand() throws IOException {
    export(results);

    for (String[] pair :
        List.of(
            new String[] {"csv", "csv"},
            new String[] {"json", "json"},
            new String[] {"md", "md"},
            new String[] {"latex", "tex"})) {
      Shell asked = new Shell();
      asked.run("leaderboard", "--store", store, "--format", pair[0]);
      assertThat(read("leaderboard." + pair[1])).isEqualTo(asked.out());
    }
  }

  @Test
  void hasARowForEachTrialWithItsSettings() throws IOException {
    export(results);

    List<String> lines = read("trials.csv").lines().toList();
    List<String> heads = List.of(lines.get(0).split(",", -1));
    assertThat(heads)
        .startsWith("trial", "position", "dataset", "model", "attack", "poison_rate", "defense")
        .contains("repeat", "ca", "asr", "device", "git_commit", "training.epochs", "defense.t1")
        .doesNotHaveDuplicates();
    assertThat(lines).hasSize(4);
    List<String> defended = List.of(lines.get(2).split(",", -1));
    assertThat(defended).hasSameSizeAs(heads);
    assertThat(defended.get(heads.indexOf("trial"))).isEqualTo(SmallStore.DEFENDED.id().value());
    assertThat(defended.get(heads.indexOf("defense"))).isEqualTo("cbd");
    assertThat(defended.get(heads.indexOf("defense.t1"))).isEqualTo("3");
    assertThat(defended.get(heads.indexOf("poison_rate"))).isEqualTo("0.1");
    assertThat(defended.get(heads.indexOf("ca"))).isEqualTo("0.88");
    assertThat(defended.get(heads.indexOf("git_commit"))).isEqualTo("0123abc");
    List<String> waiting = List.of(lines.get(3).split(",", -1));
    assertThat(waiting.get(heads.indexOf("state"))).isEqualTo("queued");
    assertThat(waiting.get(heads.indexOf("ca"))).isEmpty();
    assertThat(List.of(lines.get(1).split(",", -1)).get(heads.indexOf("defense.t1"))).isEmpty();
  }

  @Test
  void saysWhatIsWhatAndWhereItComesFrom() throws IOException {
    export(results);

    assertThat(read("README.txt"))
        .contains("Sweep " + SmallStore.SWEEP, "read from     the store " + store)
        .contains("3: 1 queued, 2 succeeded", "NOT FINISHED")
        .contains("commit 0123abc, cbd test, engine, cpu: 2\n")
        .contains(SweepExport.files().keySet());
  }

  @Test
  void aCoordinatorGivesTheSameAsItsStore() throws IOException {
    export(results);
    Path asked = folder.resolve("asked");
    FrontDesk desk = new FrontDesk(Duration.ofSeconds(5));
    ModelDepot none = new ModelDepot(folder, 0, InstantSource.system());
    try (Store opened = Store.open(Path.of(store));
        ModelCollector models =
            ModelCollector.start(desk, opened.reads(), none, InstantSource.system());
        ApiServer server =
            ApiServer.start(
                ApiPlace.ofLoopback(),
                desk,
                opened.reads(),
                opened.access(),
                models,
                new CollectorRegistry(),
                refusal -> {})) {
      assertThat(shell.run("export", "--dir", asked.toString(), "--coordinator", server.url()))
          .as(shell.err())
          .isZero();
      assertThat(asked.resolve("README.txt"))
          .content()
          .contains("read from     the coordinator at " + server.url());
    }

    for (String name : SweepExport.files().keySet()) {
      if (!name.equals("README.txt") && Files.exists(results.resolve(name))) {
        assertThat(asked.resolve(name)).hasSameBinaryContentAs(results.resolve(name));
      }
    }
  }

  @Test
  void replacesAnEarlierExportOnlyWhenTold() throws IOException {
    export(results);
    Files.writeString(results.resolve("trials.csv"), "old");

    assertThat(export(results)).isEqualTo(Exit.INVALID);
    assertThat(shell.err()).contains("holds an earlier export; --force replaces it");
    assertThat(read("trials.csv")).isEqualTo("old");

    assertThat(export(results, "--force")).isZero();
    assertThat(read("trials.csv")).startsWith("trial,");
  }

  @Test
  void replacesNothingThatIsNotItsOwn() throws IOException {
    Files.createDirectory(results);
    Path thesis = Files.writeString(results.resolve("thesis.tex"), "mine");

    assertThat(export(results, "--force")).isEqualTo(Exit.INVALID);

    assertThat(shell.err()).contains("holds what is no export, such as thesis.tex");
    assertThat(thesis).hasContent("mine");
    assertThat(names(results)).containsExactly("thesis.tex");
  }

  @Test
  void writesNothingOfASweepThatIsNotThere() {
    assertThat(shell.run("export", "other", "--store", store, "--dir", results.toString()))
        .isEqualTo(Exit.FAILED);
    assertThat(shell.err()).contains("no sweep begins with 'other'");
    assertThat(results).doesNotExist();
  }

  @Test
  void needsAFolder() {
    assertThat(shell.run("export", "--store", store)).isEqualTo(Exit.INVALID);
    assertThat(shell.err()).contains("--dir");
  }

  private int export(Path into, String... more) {
    return shell.run(
        Stream.concat(
                Stream.of("export", "--store", store, "--dir", into.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  private String read(String name) throws IOException {
    return Files.readString(results.resolve(name));
  }

  private static Set<String> names(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }
}
