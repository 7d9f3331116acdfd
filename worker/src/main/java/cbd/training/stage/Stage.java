package cbd.training.stage;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A part of a trial that other trials share, and how it is built and kept.
 *
 * <p>What is read back must equal what was written to the last bit, or a trial that reuses it would
 * give other numbers than one that does not.
 *
 * @param <T> what is built
 */
public interface Stage<T> {

  StageKind kind();

  /**
   * All that the result depends on besides the code, as one text: equal texts promise equal
   * results.
   */
  String inputs();

  /** Builds it; as a trial would without any store. */
  T build();

  /** Writes what was built. */
  void write(T built, DataOutputStream out) throws IOException;

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException when it is not that
   */
  T read(DataInputStream in) throws IOException;
}
