package cbd.coordinator.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Attack;
import cbd.domain.Defense;
import cbd.text.JsonText;
import cbd.text.Location;
import cbd.text.RecordReader;
import cbd.text.RecordWriter;
import cbd.text.Tree;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DifferencesTest {

  @Test
  void saysWhatDiffersAndNothingElse() {
    assertThat(
            differing(
                List.of(tree(Map.of("a", 1L, "b", "same")), tree(Map.of("a", 2L, "b", "same"))),
                Set.of()))
        .containsExactly("a=1", "a=2");
  }

  @Test
  void leavesOutColumnsAndWhatOnlyOneVariantHas() {
    List<Tree> trees =
        List.of(
            RecordWriter.tree(Entrants.spec(Entrants.badNets(0.1), Entrants.NONE, 12, 0)),
            RecordWriter.tree(Entrants.spec(Entrants.badNets(0.1), Entrants.cbd(4, 0.01), 12, 0)),
            RecordWriter.tree(Entrants.spec(Entrants.badNets(0.1), Entrants.cbd(4, 0.5), 12, 1)));
    assertThat(differing(trees, Set.of("defense", "repeat")))
        .containsExactly("", "miWeight=0.01", "miWeight=0.5");
  }

  @Test
  void writesWholePathsOnlyWhereLastWordsAreAmbiguous() {
    Tree one = nested(0.1, 0.1, 1);
    Tree other = nested(0.2, 0.3, 2);
    assertThat(differing(List.of(one, other), Set.of()))
        .containsExactly(
            "training.lrGamma=0.1 critic.lrGamma=0.1 epochs=1",
            "training.lrGamma=0.2 critic.lrGamma=0.3 epochs=2");
  }

  @Test
  void namesAChoiceByItsType() {
    Tree crop = mapping("augmentation", mapping("type", Tree.Scalar.of("standard")));
    Tree none = mapping("augmentation", mapping("type", Tree.Scalar.of("none")));
    assertThat(differing(List.of(crop, none), Set.of()))
        .containsExactly("augmentation=standard", "augmentation=none");
  }

  @Test
  void knowsAPresetByItsSettings() {
    List<Tree> trees =
        Stream.of("{\"type\": \"cbd\"}", "{\"type\": \"cbd\", \"preset\": \"official-code\"}")
            .map(text -> RecordReader.read(Defense.class, JsonText.parse(text)))
            .map(cbd -> Entrants.spec(Entrants.badNets(0.1), cbd, 12, 0))
            .map(RecordWriter::tree)
            .toList();
    assertThat(differing(trees, Set.of())).containsExactly("preset=paper", "preset=official-code");
  }

  @Test
  void writesOutSettingsThatAreNoPresets() {
    List<Tree> trees =
        Stream.of(
                "{\"type\": \"blend\", \"alpha\": 0.1}",
                "{\"type\": \"blend\", \"preset\": \"official-code\"}",
                "{\"type\": \"blend\", \"alpha\": 0.1, \"perImage\": true}")
            .map(text -> RecordReader.read(Attack.class, JsonText.parse(text)))
            .map(blend -> Entrants.spec(blend, Entrants.NONE, 12, 0))
            .map(RecordWriter::tree)
            .toList();
    assertThat(differing(trees, Set.of()))
        .containsExactly(
            "alpha=0.1 preset=paper",
            "alpha=0.2 preset=official-code",
            "alpha=0.1 preset=official-code");
  }

  private static List<String> differing(List<Tree> trees, Set<String> columns) {
    Differences differences = Differences.between(trees.stream(), columns);
    return trees.stream().map(differences::of).toList();
  }

  private static Tree nested(double training, double critic, long epochs) {
    return Tree.Mapping.of(Map.of())
        .with("training", Location.NONE, mapping("lrGamma", Tree.Scalar.of(training)))
        .with("critic", Location.NONE, mapping("lrGamma", Tree.Scalar.of(critic)))
        .with("epochs", Location.NONE, Tree.Scalar.of(epochs));
  }

  private static Tree mapping(String key, Tree value) {
    return Tree.Mapping.of(Map.of(key, value));
  }

  private static Tree tree(Map<String, Object> scalars) {
    Tree.Mapping mapping = Tree.Mapping.of(Map.of());
    for (String key : scalars.keySet().stream().sorted().toList()) {
      mapping = mapping.with(key, Location.NONE, Tree.Scalar.of(scalars.get(key)));
    }
    return mapping;
  }
}
