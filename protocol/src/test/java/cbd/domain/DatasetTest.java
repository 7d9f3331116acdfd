package cbd.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.text.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetTest {

  @Test
  void everyClassWhoseNameIsKnownHasOneOfItsOwn() {
    assertThat(Specs.datasets())
        .filteredOn(dataset -> !(dataset instanceof Dataset.Folder))
        .allSatisfy(
            dataset ->
                assertThat(dataset.facts().classNames())
                    .as(dataset.title())
                    .hasSize(dataset.classes())
                    .doesNotHaveDuplicates());
    assertThat(Dataset.CIFAR10.className(9)).isEqualTo("truck");
    assertThat(Dataset.CIFAR100.className(99)).isEqualTo("worm");
    assertThat(Dataset.GTSRB.className(14)).isEqualTo("stop");
    assertThat(new Dataset.Folder("mine", 3, 64, 0).className(2)).isEqualTo("class 2");
  }

  @Test
  void theirWordsAreThoseOfASweepFile() {
    assertThat(Specs.datasets())
        .extracting(Dataset::word)
        .containsExactly(
            "shapes", "cifar10", "cifar100", "gtsrb", "mnist", "fashion-mnist", "folder");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "../secret",
        "a/../b",
        "/etc",
        "a//b",
        "a/",
        "a\\b",
        ".hidden",
        "a/.git",
        "C:/a",
        "a\n"
      })
  void aFolderCannotLeaveTheDataFolder(String path) {
    assertThatThrownBy(() -> new Dataset.Folder(path, 10, 64, 0))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("path must be a path within the data folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"imagenette2-64", "vision/my set/v1.2", "_a", "x..y"})
  void aFolderIsNamedByAPlainPath(String path) {
    assertThat(new Dataset.Folder(path, 10, 64, 0).path()).isEqualTo(path);
  }

  @Test
  void aPictureIsNotResizedBelowItsCut() {
    assertThat(new Dataset.Folder("a", 10, 224, 0).shorterSide()).isEqualTo(224);
    assertThat(new Dataset.Folder("a", 10, 224, 256).shorterSide()).isEqualTo(256);
    assertThatThrownBy(() -> new Dataset.Folder("a", 10, 224, 200))
        .hasMessage("resize must be 0 or at least size (224), but was 200");
  }

  @Test
  void aFolderHasNoLimitOfImagesBeforeItIsRead() {
    TrialSpec spec =
        new TrialSpec(
            new Dataset.Folder("a", 10, 64, 0),
            0,
            7_000_000,
            Architecture.WRN_16_1,
            Specs.attacks().get(0),
            new Defense.None(),
            Specs.training(),
            0);

    assertThat(spec.usedTrainImages()).isZero();
    assertThat(spec.usedTestImages()).isEqualTo(7_000_000);
  }
}
