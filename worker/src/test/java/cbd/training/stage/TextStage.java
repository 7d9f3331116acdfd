package cbd.training.stage;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.function.Supplier;

/** A stage whose result is a text, for tests. */
class TextStage implements Stage<String> {
  private final String inputs;
  private final Supplier<String> builder;
  int built;

  TextStage(String inputs, Supplier<String> builder) {
    this.inputs = inputs;
    this.builder = builder;
  }

  /** Its result is n characters. */
  static TextStage ofLength(String inputs, int n) {
    return new TextStage(inputs, () -> "x".repeat(n));
  }

  @Override
  public StageKind kind() {
    return StageKind.GENERATOR;
  }

  @Override
  public String inputs() {
    return inputs;
  }

  @Override
  public String build() {
    built++;
    return builder.get();
  }

  @Override
  public void write(String text, DataOutputStream out) throws IOException {
    out.writeInt(text.length());
    out.writeChars(text);
  }

  @Override
  public String read(DataInputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int left = in.readInt(); left > 0; left--) {
      text.append(in.readChar());
    }
    return text.toString();
  }
}
