package cbd.training.runner;

import cbd.text.InvalidTextException;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.text.RecordWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Messages as UTF-8 JSON and back. */
final class RunnerMessageText {
  private RunnerMessageText() {}

  static byte[] bytes(RunnerMessage message) {
    return JsonText.write(RecordWriter.tree((Record) message)).getBytes(StandardCharsets.UTF_8);
  }

  static RunnerMessage message(byte[] body) throws MalformedFrameException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return RecordReader.read(RunnerMessage.class, JsonText.parse(text));
    } catch (CharacterCodingException | InvalidTextException e) {
      throw new MalformedFrameException("a frame is no message: " + e.getMessage(), e);
    }
  }
}
