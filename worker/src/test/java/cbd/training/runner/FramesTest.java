package cbd.training.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.domain.AttackPicture;
import cbd.domain.Dataset;
import cbd.domain.Diagnostics;
import cbd.domain.EpochMetrics;
import cbd.domain.Failure;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.Provenance;
import cbd.domain.Resumption;
import cbd.domain.Scores;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.training.checkpoint.CheckpointEvent;
import cbd.training.checkpoint.Place;
import cbd.training.defense.StepTime;
import cbd.training.stage.StageKind;
import cbd.training.stage.StageUse;
import cbd.training.trial.RunSettings;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FramesTest {
  static final TrialSpec SPEC =
      RecordReader.read(
          TrialSpec.class,
          JsonText.parse("{\"dataset\":\"shapes\",\"attack\":\"badnets\",\"defense\":\"cbd\"}"));

  /** One of every kind, with every kind of outcome. */
  static List<RunnerMessage> messages() {
    Scores scores = new Scores(0.5, 1 / 3.0, 0, Double.NaN);
    Provenance origin = new Provenance("c", true, "1", "e", "17", "Größe", "cpu", 2, "d", "p");
    return List.of(
        new RunnerMessage.Hello("a\"b\n", 42),
        new RunnerMessage.Start(SPEC, new RunSettings("/a folder", 2, "gpu:0")),
        new RunnerMessage.Progressed(new Progress(Phase.BACKDOORED, 1, 5, 3, 40, 0.125)),
        new RunnerMessage.Alive("reading the training images"),
        new RunnerMessage.Checkpointed(
            new CheckpointEvent.Kept(new Place(Phase.FINAL, 3, 17, 99), "/a file", 5, 0.25)),
        new RunnerMessage.Checkpointed(
            new CheckpointEvent.Failed(new Place(Phase.FINAL, 3, 17, 99), "full")),
        new RunnerMessage.Checkpointed(
            new CheckpointEvent.Resumed(new Resumption(Phase.BACKDOORED, 2, 0, "h", "cpu"))),
        new RunnerMessage.Pictured(new AttackPicture(6, 12, "iVBORw0KGgoA")),
        new RunnerMessage.StepTimed(new StepTime(0.001, 0.25, 0.5, 0.125)),
        new RunnerMessage.StageUsed(new StageUse(StageKind.POISONED_SET, true, 1L << 40)),
        new RunnerMessage.EpochDone(
            new EpochMetrics(Phase.FINAL, 3, 0.1, scores, 2.5, 100, new Diagnostics.None())),
        new RunnerMessage.EpochDone(
            new EpochMetrics(Phase.FINAL, 3, Double.NaN, scores, 2.5, 100, new Diagnostics.None())),
        new RunnerMessage.EpochDone(
            new EpochMetrics(Phase.FINAL, 3, 0.1, scores, 2.5, 100, new Diagnostics.None(), true)),
        new RunnerMessage.Finished(
            new TrialOutcome.Succeeded(new TrialResult(scores, 9.75, origin))),
        new RunnerMessage.Finished(
            new TrialOutcome.Failed(Failure.DIVERGED, "no", "at line 1\n\tat line 2")),
        new RunnerMessage.Finished(new TrialOutcome.Stopped()),
        new RunnerMessage.Stop());
  }

  @ParameterizedTest
  @MethodSource("messages")
  void readsWhatItWrote(RunnerMessage message) throws IOException {
    Memory memory = new Memory(new byte[0]);
    Frames frames = new Frames(memory);
    frames.write(message);
    frames.write(new RunnerMessage.Stop());
    Frames reader = new Frames(new Memory(memory.written.toByteArray()));
    assertThat(reader.read()).isEqualTo(message);
    assertThat(reader.read()).isEqualTo(new RunnerMessage.Stop());
    assertThat(reader.read()).isNull();
  }

  @Test
  void hasAnExampleOfEveryMessage() {
    assertThat(messages().stream().map(Object::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(RunnerMessage.class.getPermittedSubclasses())
                .flatMap(side -> Stream.of(side.getPermittedSubclasses()))
                .toList());
    assertThat(SPEC.dataset()).isEqualTo(Dataset.SHAPES);
  }

  @Test
  void writesLengthThenJson() throws IOException {
    Memory memory = new Memory(new byte[0]);
    new Frames(memory).write(new RunnerMessage.Stop());
    byte[] json = "{\"type\":\"stop\"}".getBytes(StandardCharsets.UTF_8);
    byte[] expected = ByteBuffer.allocate(4 + json.length).putInt(json.length).put(json).array();
    assertThat(memory.written.toByteArray()).isEqualTo(expected);
  }

  @Test
  void refusesLengthsThatNoFrameHas() {
    for (int length : new int[] {0, -1, Integer.MIN_VALUE, (1 << 20) + 1, Integer.MAX_VALUE}) {
      byte[] head = ByteBuffer.allocate(4).putInt(length).array();
      assertThatThrownBy(() -> new Frames(new Memory(head)).read())
          .isInstanceOf(MalformedFrameException.class)
          .hasMessage("a frame has 1 to 1048576 bytes, but this one says " + length);
    }
  }

  @Test
  void refusesBytesThatAreNoMessage() {
    for (String text :
        List.of("{}", "stop", "{\"type\":\"jump\"}", "{\"type\":\"stop\",\"x\":1}")) {
      assertThatThrownBy(
              () -> new Frames(new Memory(frame(text.getBytes(StandardCharsets.UTF_8)))).read())
          .isInstanceOf(MalformedFrameException.class)
          .hasMessageStartingWith("a frame is no message: ");
    }
    assertThatThrownBy(
            () -> new Frames(new Memory(frame(new byte[] {'"', (byte) 0xC3, '"'}))).read())
        .isInstanceOf(MalformedFrameException.class);
  }

  @Test
  void tellsAnEndInsideAFrameFromAnEndBetweenFrames() {
    byte[] frame = frame("{\"type\":\"stop\"}".getBytes(StandardCharsets.UTF_8));
    for (int length = 1; length < frame.length; length++) {
      byte[] cut = Arrays.copyOf(frame, length);
      assertThatThrownBy(() -> new Frames(new Memory(cut)).read()).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void refusesToWriteAMessageTooLongForAFrame() {
    Memory memory = new Memory(new byte[0]);
    RunnerMessage huge = new RunnerMessage.Hello("x".repeat(1 << 20), 1);
    assertThatThrownBy(() -> new Frames(memory).write(huge))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Hello takes 1048");
    assertThat(memory.written.size()).isZero();
  }

  private static byte[] frame(byte[] body) {
    return ByteBuffer.allocate(4 + body.length).putInt(body.length).put(body).array();
  }

  /**
   * A channel that reads given bytes, one at a time, and keeps what is written, three at a time.
   */
  private static final class Memory implements ByteChannel {
    private final ByteBuffer input;
    final ByteArrayOutputStream written = new ByteArrayOutputStream();

    Memory(byte[] input) {
      this.input = ByteBuffer.wrap(input);
    }

    @Override
    public int read(ByteBuffer target) {
      if (!input.hasRemaining()) {
        return -1;
      }
      target.put(input.get());
      return 1;
    }

    @Override
    public int write(ByteBuffer source) {
      int n = Math.min(3, source.remaining());
      for (int i = 0; i < n; i++) {
        written.write(source.get());
      }
      return n;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
