package cbd;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.metrics.Contract;
import cbd.watch.Answers;
import cbd.watch.Board;
import cbd.watch.Due;
import cbd.watch.Due.Scene;
import cbd.watch.Expression;
import cbd.watch.Mutants;
import cbd.watch.Panel;
import cbd.watch.Prometheus;
import cbd.watch.Rule;
import cbd.watch.Sources;
import cbd.watch.Tool;
import cbd.watch.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every board over a real Prometheus that watched a real cluster from its first to its last trial.
 */
class BoardsIT {
  private static final Due DUE = Due.read();

  @TempDir static Path folder;
  private static WatchedCluster cluster;

  @BeforeAll
  static void play() throws Exception {
    Tool.prometheus();
    cluster = new WatchedCluster(folder);
    cluster.play();
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  static Stream<Board> boards() {
    return Board.all().stream();
  }

  @ParameterizedTest
  @MethodSource("boards")
  void answersEveryQueryInEveryScene(Board board) {
    List<String> faults = new ArrayList<>();
    for (Scene scene : Scene.values()) {
      Answers answers = answers(scene);
      for (Panel panel : board.panels()) {
        for (Panel.Target target : panel.targets()) {
          answers
              .faults(target, DUE.isDue(panel, target, scene))
              .forEach(fault -> faults.add(scene + " " + panel + ": " + fault + ": " + target));
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void everyMetricOfTheContractIsScraped() {
    Set<String> seen = Vocabulary.seen(cluster.prometheus().series()).names();

    List<String> missing = new ArrayList<>();
    for (Contract.Metric metric : Contract.published().metrics()) {
      String name = metric.type().equals("histogram") ? metric.name() + "_bucket" : metric.name();
      if (!seen.contains(name)) {
        missing.add(name);
      }
    }
    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("boards")
  void everyNameThatABoardSaysWasScraped(Board board) {
    Vocabulary seen = Vocabulary.seen(cluster.prometheus().series());

    for (Panel panel : board.panels()) {
      for (Panel.Target target : panel.targets()) {
        if (!target.expr().contains("ALERTS")) {
          assertThat(seen.unknown(Expression.of(target.expr()))).as(panel.toString()).isEmpty();
        }
      }
    }
  }

  @Test
  void everyRuleIsWellAndSaysOnlyNamesThatWereScraped() {
    assertThat(cluster.prometheus().sickRules()).isEmpty();

    Vocabulary seen = Vocabulary.seen(cluster.prometheus().series());
    for (Rule rule : Rule.all()) {
      assertThat(seen.unknown(Expression.of(rule.expr()))).as(rule.name()).isEmpty();
    }
  }

  @Test
  void whatIsServedIsWellFormed() throws Exception {
    for (String page : cluster.pages()) {
      Tool.Said said = Tool.promtool().pipe(page, "check", "metrics");

      assertThat(said.exit()).as(said.text()).isZero();
    }
  }

  @Test
  void everyMutantIsNoticed() {
    Prometheus prometheus = cluster.prometheus();
    Mutants mutants =
        Mutants.of(answers(Scene.FINISHED), DUE, Vocabulary.seen(prometheus.series()));

    System.err.println(mutants.score());
    assertThat(mutants.survivors()).isEmpty();
    assertThat(mutants.noticedByAnswers()).as("without the contract's help").isGreaterThan(0.7);
  }

  @Test
  void everyPanelIsDrawn() throws Exception {
    Tool.needPackages(Sources.root().resolve("dashboards/pictures"));
    Path sheets = Sources.root().resolve("deploy/target/boards");
    Answers answers = answers(Scene.FINISHED);

    try (Pictures pictures = new Pictures(sheets)) {
      for (String mode : List.of("light", "dark")) {
        for (Board board : Board.all()) {
          Pictures.Drawn drawn = pictures.draw(board, answers, mode);

          assertThat(drawn.complaints()).as(board.uid()).isEmpty();
          assertThat(drawn.colors()).as(board.uid()).containsKeys(due(board));
          assertThat(drawn.colors())
              .allSatisfy((panel, colors) -> assertThat(colors).isGreaterThan(8));
        }
      }
      // Which of them docs/images has: those that -Dcbd.rewrite-docs was given for.
      if (System.getProperty("cbd.rewrite-docs") != null) {
        for (Board board : Board.all()) {
          pictures.keep(board, "dark", Sources.root().resolve("docs/images"));
        }
      }
    }
  }

  private static String[] due(Board board) {
    return board.panels().stream()
        .filter(
            panel ->
                panel.targets().stream()
                    .anyMatch(target -> DUE.isDue(panel, target, Scene.FINISHED)))
        .map(Panel::toString)
        .toArray(String[]::new);
  }

  private static Answers answers(Scene scene) {
    return new Answers(cluster.prometheus(), cluster.start(), cluster.endOf(scene));
  }
}
