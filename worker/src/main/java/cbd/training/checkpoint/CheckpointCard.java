package cbd.training.checkpoint;

import cbd.domain.Resumption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a checkpoint says about itself.
 *
 * @param place how far the training was
 * @param host machine that wrote it
 * @param device such as {@code cpu} with its model's name
 * @param resumptions where the training had gone on from a checkpoint before
 * @param circumstances all that the numbers depend on, {@code name: value} each: who goes on with
 *     it must have the same
 */
record CheckpointCard(
    Place place,
    String host,
    String device,
    List<Resumption> resumptions,
    List<String> circumstances) {
  CheckpointCard {
    resumptions = List.copyOf(resumptions);
    circumstances = List.copyOf(circumstances);
  }

  /** Those that went before, and the one that goes on from here. */
  List<Resumption> resumed() {
    List<Resumption> all = new ArrayList<>(resumptions);
    all.add(new Resumption(place.phase(), place.epoch(), place.step(), host, device));
    return all;
  }

  /** In words, what is not as here; empty when all is. */
  String differenceFrom(List<String> here) {
    if (circumstances.size() != here.size()) {
      return "it was written by another version";
    }
    return IntStream.range(0, here.size())
        .filter(i -> !circumstances.get(i).equals(here.get(i)))
        .mapToObj(i -> "it has '" + circumstances.get(i) + "', here is '" + here.get(i) + "'")
        .collect(Collectors.joining("; "));
  }
}
