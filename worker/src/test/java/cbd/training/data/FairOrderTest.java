package cbd.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FairOrderTest {

  @Test
  void everyBeginningHasEachClassInItsShare() {
    List<List<String>> classes = List.of(names("a", 10), names("b", 100), names("c", 40));
    List<String> order = FairOrder.of(classes, Function.identity());

    assertThat(order).hasSize(150).doesNotHaveDuplicates();
    for (int n = 1; n <= 150; n++) {
      List<String> first = order.subList(0, n);
      for (List<String> each : classes) {
        double share = (double) n * each.size() / 150;
        assertThat(first.stream().filter(each::contains).count())
            .as("%d images", n)
            .isBetween((long) Math.floor(share - 1), (long) Math.ceil(share + 1));
      }
    }
  }

  @Test
  void neighboursInNameAreFarApart() {
    List<String> order = FairOrder.of(List.of(names("frame", 300)), Function.identity());

    assertThat(order.subList(0, 30))
        .filteredOn(name -> name.compareTo("frame0030") < 0)
        .as("30 of 300, so about 3 of the first 30")
        .hasSizeBetween(0, 9);
  }

  @Test
  void isTheSameForEver() {
    assertThat(FairOrder.of(List.of(names("a", 4), names("b", 2)), Function.identity()))
        .containsExactly("a0003", "b0000", "a0002", "a0000", "b0001", "a0001");
  }

  @Test
  void aMissingImageChangesNothingAboutTheOthersOfItsClass() {
    List<String> all = FairOrder.of(List.of(names("a", 50)), Function.identity());
    List<String> without =
        FairOrder.of(
            List.of(names("a", 50).stream().filter(name -> !name.equals("a0017")).toList()),
            Function.identity());

    assertThat(without).containsExactlyElementsOf(all.stream().filter(without::contains).toList());
  }

  private static List<String> names(String prefix, int n) {
    return IntStream.range(0, n).mapToObj(i -> String.format("%s%04d", prefix, i)).toList();
  }
}
