package cbd;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.watch.Sources;
import cbd.watch.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the web page's scripts reckon, without a browser: its pictures and tables are made of it.
 */
class PageScriptsTest {
  @TempDir Path folder;

  @BeforeEach
  void copyScripts() throws IOException {
    try (Stream<Path> files =
        Files.list(Sources.root().resolve("coordinator/src/main/resources/web"))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    // A browser is told by the page that they are modules.
    Files.writeString(folder.resolve("package.json"), "{\"type\": \"module\"}");
  }

  /** What a script prints. */
  private List<String> lines(String script) throws Exception {
    Path file = Files.writeString(folder.resolve("asked.js"), script);
    Tool.Said said = Tool.node().run(file.toString());
    assertThat(said.exit()).as(said.text()).isZero();
    return said.text().lines().toList();
  }

  @Test
  void ratesAreWrittenExactly() throws Exception {
    assertThat(
            lines(
                """
                import { rate } from "./format.js";
                [0.1, 0.07, 0.001, 0.0005, 0.00004, 0.003, 1, 0].forEach(share => console.log(rate(share)));
                """))
        .containsExactly("10", "7", "0.1", "0.05", "0.004", "0.3", "100", "0");
  }

  @Test
  void aHeatMapKeepsEveryCellHoweverCloseTheRates() throws Exception {
    assertThat(
            lines(
                """
                import { grid } from "./heatmap.js";
                const row = (poisonRate, defense, n) => ({ attack: "badnets", dataset: "shapes", model: "m", poisonRate, defense, settings: "", n });
                const { attacks, defenses, at } = grid([row(0.0005, "none", 1), row(0.001, "none", 2), row(0.0005, "cbd", 3)]);
                for (const attack of attacks) console.log(attack.name, defenses.map(defense => `${defense.name}=${at(attack, defense)?.n}`).join(" "));
                """))
        .containsExactly("0.05 % none=1 cbd=3", "0.1 % none=2 cbd=undefined");
  }

  @Test
  void anAxisOfNumbersStaysOneWhereOnlySomeTrialsHaveTheSetting() throws Exception {
    assertThat(
            lines(
                """
                import { axesOf, placeOn } from "./parallel.js";
                const cbd = (t1, learningRate) => ({ defense: "cbd", "defense.t1": t1, "defense.cleanTraining.learningRate": learningRate, "training.learningRate": 0.1 });
                const none = { defense: "none", "training.learningRate": 0.01 };
                const flats = [cbd(12, 0.1), none, cbd(4, 0.05)];
                for (const axis of axesOf(flats)) console.log(axis.name, axis.values?.join("|") ?? "numbers", JSON.stringify(flats.map(each => placeOn(axis, each))));
                """))
        .containsExactly(
            "defense cbd|none [\"cbd\",\"none\",\"cbd\"]",
            "t1 numbers [12,null,4]",
            "cleanTraining.learningRate numbers [0.1,null,0.05]",
            "training.learningRate numbers [0.1,0.01,0.1]");
  }

  @Test
  void anAxisOfWordsIsInOrderWithNothingLast() throws Exception {
    assertThat(
            lines(
                """
                import { axesOf } from "./parallel.js";
                const flats = [{ size: "10px" }, {}, { size: "9px" }, { size: null }];
                for (const axis of axesOf(flats)) console.log(axis.name, axis.values.join("|"));
                """))
        .containsExactly("size 9px|10px|–");
  }
}
