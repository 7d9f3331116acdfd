package cbd.training.attack;

import cbd.domain.Attack;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.text.RecordWriter;
import cbd.training.data.ImageSet;
import cbd.training.data.ImageSetEdit;
import cbd.training.stage.Stage;
import cbd.training.stage.StageKind;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A poisoned training set as the store keeps it: what differs from the clean one, which everyone
 * has who needs it.
 */
record PoisonedSetStage(Attack attack, AttackContext context, Poisoner poisoner, Workshop workshop)
    implements Stage<PoisonedSet> {

  @Override
  public StageKind kind() {
    return StageKind.POISONED_SET;
  }

  @Override
  public String inputs() {
    return context.inputs(attack, workshop);
  }

  @Override
  public PoisonedSet build() {
    return PoisonedSet.of(context.train(), attack, poisoner, context.seed());
  }

  @Override
  public void write(PoisonedSet set, DataOutputStream out) throws IOException {
    write(set.choice().poisoned(), out);
    write(set.choice().cross(), out);
    byte[] report =
        JsonText.write(RecordWriter.tree(set.report())).getBytes(StandardCharsets.UTF_8);
    out.writeInt(report.length);
    out.write(report);
    byte[] image = new byte[set.images().imageBytes()];
    for (int index : set.choice().poisoned()) {
      out.writeInt(set.images().label(index));
      set.images().copyImage(index, image);
      out.write(image);
    }
    for (int index : set.choice().cross()) {
      set.images().copyImage(index, image);
      out.write(image);
    }
  }

  @Override
  public PoisonedSet read(DataInputStream in) throws IOException {
    ImageSet clean = context.train();
    PoisonChoice choice = new PoisonChoice(readInts(in), readInts(in));
    String report = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    ImageSetEdit edit = clean.edit();
    byte[] image = new byte[clean.imageBytes()];
    for (int index : choice.poisoned()) {
      int label = in.readInt();
      in.readFully(image);
      edit.replace(index, image, label);
    }
    for (int index : choice.cross()) {
      in.readFully(image);
      edit.replace(index, image, clean.label(index));
    }
    return new PoisonedSet(
        edit.toSet(), choice, RecordReader.read(PoisonReport.class, JsonText.parse(report)));
  }

  static void write(int[] numbers, DataOutputStream out) throws IOException {
    out.writeInt(numbers.length);
    for (int number : numbers) {
      out.writeInt(number);
    }
  }

  static int[] readInts(DataInputStream in) throws IOException {
    int[] numbers = new int[in.readInt()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = in.readInt();
    }
    return numbers;
  }
}
