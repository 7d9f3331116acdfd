package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import cbd.domain.Phase;
import cbd.training.network.FeatureNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the authors' PyTorch code did in a few steps: an .npz of initial states, batches, per-step
 * losses and final states. Its batches come in file order in every pass, without augmentation.
 */
final class ParityFixture implements AutoCloseable {
  private final NDManager manager;
  private final Map<String, NDArray> arrays = new HashMap<>();

  ParityFixture(NDManager parent, Path file) {
    manager = parent.newSubManager();
    try {
      for (NDArray array : NDList.decode(manager, Files.readAllBytes(file))) {
        arrays.put(array.getName(), array);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int meta(String name) {
    return (int) get("meta." + name).toLongArray()[0];
  }

  NDArray get(String name) {
    NDArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          "the fixture has no array " + name + ", only " + arrays.keySet());
    }
    return array;
  }

  /** The numbers of an array of any type. */
  double[] numbers(String name) {
    try (NDArray doubles = get(name).toType(DataType.FLOAT64, true)) {
      return doubles.toDoubleArray();
    }
  }

  int classes() {
    return (int) get("init.fc.fc.bias").size();
  }

  /** Writes a state of the fixture into live arrays. */
  void load(String prefix, Map<String, NDArray> state) {
    try (NDManager lender = manager.newSubManager()) {
      state.forEach(
          (name, array) -> {
            array.tempAttach(lender);
            array.set(new NDIndex("..."), get(prefix + name));
          });
    }
  }

  /** Parameters and running statistics by name. */
  static Map<String, NDArray> state(FeatureNetwork network) {
    Map<String, NDArray> state = new LinkedHashMap<>(network.parameters().byName());
    state.putAll(network.buffers());
    return state;
  }

  /**
   * The fixture's images as training sees them, each batch beginning with its row {@code first}.
   */
  Batches batches(int steps, int first) {
    int size = meta("batchSize");
    return new Batches() {
      @Override
      public int images() {
        return steps * size;
      }

      @Override
      public int steps() {
        return steps;
      }

      @Override
      public Epoch epoch(Phase phase, int epoch, Pass pass) {
        return new Epoch() {
          private int at;

          @Override
          public int[] order() {
            return IntStream.range(0, steps * size).toArray();
          }

          @Override
          public boolean hasNext() {
            return at < steps;
          }

          @Override
          public void skip(int batches) {
            at += batches;
          }

          @Override
          public Batch next(NDManager step) {
            return rotated(batch(at++, step), first);
          }
        };
      }
    };
  }

  private static Batches.Batch rotated(Batches.Batch batch, int first) {
    return first == 0
        ? batch
        : new Batches.Batch(rotated(batch.images(), first), rotated(batch.labels(), first));
  }

  private static NDArray rotated(NDArray rows, int first) {
    return rows.get(first + ":").concat(rows.get(":" + first));
  }

  Batches.Batch batch(int index, NDManager step) {
    long size = meta("batchSize");
    NDIndex rows = new NDIndex(index * size + ":" + (index + 1) * size);
    NDArray images = get("images").get(step, rows).toType(DataType.FLOAT32, false).div(255f);
    return new Batches.Batch(images, get("labels").get(step, rows));
  }

  @Override
  public void close() {
    manager.close();
  }
}
