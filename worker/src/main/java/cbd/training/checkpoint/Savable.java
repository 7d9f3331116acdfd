package cbd.training.checkpoint;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * A part of a training's state: numbers that later steps depend on and no spec says. Parts are read
 * in the order in which they were written.
 */
public interface Savable {
  /** Has no state. */
  Savable NOTHING = all(List.of());

  /** Writes what there is now. */
  void write(DataOutputStream out) throws IOException;

  /**
   * Becomes what {@link #write} wrote, to the last bit.
   *
   * @throws IOException when it is not that; the part is then of no more use
   */
  void read(DataInputStream in) throws IOException;

  /** These, one after the other. */
  static Savable all(List<? extends Savable> parts) {
    List<? extends Savable> all = List.copyOf(parts);
    return new Savable() {
      @Override
      public void write(DataOutputStream out) throws IOException {
        for (Savable part : all) {
          part.write(out);
        }
      }

      @Override
      public void read(DataInputStream in) throws IOException {
        for (Savable part : all) {
          part.read(in);
        }
      }
    };
  }

  /** These, one after the other. */
  static Savable all(Savable... parts) {
    return all(List.of(parts));
  }
}
