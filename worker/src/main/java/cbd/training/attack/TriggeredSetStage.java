package cbd.training.attack;

import cbd.domain.Attack;
import cbd.training.data.ImageSet;
import cbd.training.data.ImageSetBuilder;
import cbd.training.stage.Stage;
import cbd.training.stage.StageKind;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** The triggered test images as the store keeps them. */
record TriggeredSetStage(
    Attack attack, AttackContext context, ImageSet test, Poisoner poisoner, Workshop workshop)
    implements Stage<TriggeredSet> {

  @Override
  public StageKind kind() {
    return StageKind.TRIGGERED_SET;
  }

  @Override
  public String inputs() {
    return test.contentHash() + ' ' + context.inputs(attack, workshop);
  }

  @Override
  public TriggeredSet build() {
    return TriggeredSet.of(test, attack, poisoner);
  }

  @Override
  public void write(TriggeredSet set, DataOutputStream out) throws IOException {
    ImageSet images = set.images();
    PoisonedSetStage.write(images.labels(), out);
    byte[] image = new byte[images.imageBytes()];
    for (int i = 0; i < images.size(); i++) {
      out.writeInt(set.wanted(i));
      images.copyImage(i, image);
      out.write(image);
    }
  }

  @Override
  public TriggeredSet read(DataInputStream in) throws IOException {
    int[] labels = PoisonedSetStage.readInts(in);
    int[] wanted = new int[labels.length];
    ImageSetBuilder images =
        new ImageSetBuilder(test.classes(), test.height(), test.width(), labels.length);
    byte[] image = new byte[test.imageBytes()];
    for (int i = 0; i < labels.length; i++) {
      wanted[i] = in.readInt();
      in.readFully(image);
      images.add(image, labels[i]);
    }
    return new TriggeredSet(images.build(), wanted, attack.mapping());
  }
}
