package cbd.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import cbd.training.model.SafetensorsWriter.Tensor;
import cbd.training.network.FeatureNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network's state as PyTorch's {@code state_dict()} has it: parameters and batch normalisation's
 * running statistics by their PyTorch names, and how many batches moved these.
 */
public final class NetworkFile {
  private static final String RUNNING_MEAN = ".running_mean";
  private static final String BATCHES = ".num_batches_tracked";
  private static final int MAX_SHOWN = 5;

  private NetworkFile() {}

  /**
   * Writes a network, whole or not at all.
   *
   * @return SHA-256 of the file, 64 hexadecimal digits
   */
  public static String write(Path file, FeatureNetwork network, ModelCard card) throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    state(network)
        .forEach((name, array) -> tensors.add(Tensor.of(name, shape(array), array::toFloatArray)));
    for (String name : network.buffers().keySet()) {
      if (name.endsWith(RUNNING_MEAN)) {
        tensors.add(Tensor.of(counter(name), network.trackedBatches()));
      }
    }
    return SafetensorsWriter.write(file, card.metadata(), tensors);
  }

  /**
   * Reads a file's state into a network of the same architecture; a file without counts of batches
   * is as good.
   *
   * @param parent of the arrays used meanwhile, on the network's device
   * @throws MalformedModelException when a tensor is missing, has another shape or type, or is one
   *     that the network does not have; the network is then as it was
   */
  public static void read(SafetensorsFile file, FeatureNetwork network, NDManager parent)
      throws IOException {
    Map<String, NDArray> state = state(network);
    check(file, network);
    Map<String, float[]> values = new LinkedHashMap<>();
    long batches = 0;
    for (TensorEntry tensor : file.header().tensors()) {
      if (tensor.name().endsWith(BATCHES)) {
        batches = Math.max(batches, file.longs(tensor)[0]);
      } else {
        values.put(tensor.name(), file.floats(tensor));
      }
    }
    try (NDManager lender = parent.newSubManager()) {
      state.forEach(
          (name, array) -> {
            array.tempAttach(lender);
            array.set(new NDIndex("..."), lender.create(array(values, name), array.getShape()));
          });
    }
    network.trackBatches(batches - network.trackedBatches());
  }

  private static float[] array(Map<String, float[]> values, String name) {
    float[] array = values.get(name);
    if (array == null) {
      throw new IllegalStateException("the check lets no file pass that lacks " + name);
    }
    return array;
  }

  /** Finds all that does not fit, for a person who has to find out which network a file is of. */
  private static void check(SafetensorsFile file, FeatureNetwork network)
      throws MalformedModelException {
    Map<String, List<Long>> wanted = new LinkedHashMap<>();
    state(network).forEach((name, array) -> wanted.put(name, shape(array)));
    Set<String> missing = new LinkedHashSet<>(wanted.keySet());
    for (String name : network.buffers().keySet()) {
      if (name.endsWith(RUNNING_MEAN)) {
        wanted.put(counter(name), List.of());
      }
    }
    List<String> problems = new ArrayList<>();
    for (TensorEntry tensor : file.header().tensors()) {
      List<Long> shape = wanted.get(tensor.name());
      missing.remove(tensor.name());
      if (shape == null) {
        problems.add("the network has no " + tensor.name());
      } else if (!shape.equals(tensor.shape())) {
        problems.add(tensor.name() + " must be " + shape + ", but is " + tensor.shape());
      }
    }
    missing.forEach(name -> problems.add(name + " is missing"));
    if (!problems.isEmpty()) {
      int more = problems.size() - MAX_SHOWN;
      throw new MalformedModelException(
          "%s does not fit the network: %s%s"
              .formatted(
                  file.path(),
                  String.join("; ", problems.subList(0, Math.min(MAX_SHOWN, problems.size()))),
                  more > 0 ? "; and " + more + " more" : ""));
    }
  }

  private static Map<String, NDArray> state(FeatureNetwork network) {
    Map<String, NDArray> state = new LinkedHashMap<>(network.parameters().byName());
    state.putAll(network.buffers());
    return state;
  }

  private static List<Long> shape(NDArray array) {
    return Arrays.stream(array.getShape().getShape()).boxed().toList();
  }

  private static String counter(String runningMean) {
    return runningMean.substring(0, runningMean.length() - RUNNING_MEAN.length()) + BATCHES;
  }
}
