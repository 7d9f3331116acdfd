package cbd.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.training.model.SafetensorsWriter.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {
  private static final List<Tensor> TENSORS =
      List.of(
          Tensor.of("fc.weight", List.of(2L, 3L), () -> new float[] {1, -2, 0.5f, 0, 1e-30f, 7}),
          Tensor.of("bn1.num_batches_tracked", 12_345_678_901L),
          Tensor.of("nothing", List.of(0L, 5L), () -> new float[0]));

  @TempDir private Path dir;

  @Test
  void readsWhatWasWritten() throws IOException {
    SafetensorsWriter.write(file(), Map.of("format", "pt", "note", "Größe \"1\"\n"), TENSORS);
    try (SafetensorsFile file = SafetensorsFile.open(file())) {
      assertThat(file.metadata()).containsOnly(Map.entry("format", "pt"), note());
      assertThat(file.floats(entry(file, "fc.weight"))).containsExactly(1, -2, 0.5f, 0, 1e-30f, 7);
      assertThat(entry(file, "fc.weight").shape()).containsExactly(2L, 3L);
      assertThat(file.longs(entry(file, "bn1.num_batches_tracked")))
          .containsExactly(12_345_678_901L);
      assertThat(file.floats(entry(file, "nothing"))).isEmpty();
    }
  }

  private static Map.Entry<String, String> note() {
    return Map.entry("note", "Größe \"1\"\n");
  }

  @Test
  void writesTheBytesThatTheFormatAsksFor() throws IOException, NoSuchAlgorithmException {
    List<Tensor> one = List.of(Tensor.of("w", List.of(1L), () -> new float[] {1}));
    String hash = SafetensorsWriter.write(file(), Map.of("a", "b"), one);
    byte[] bytes = Files.readAllBytes(file());
    String json =
        "{\"__metadata__\":{\"a\":\"b\"},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    int length = (json.length() + 7) / 8 * 8;
    ByteBuffer expected = ByteBuffer.allocate(8 + length + 4).order(ByteOrder.LITTLE_ENDIAN);
    expected
        .putLong(length)
        .put((json + " ".repeat(length - json.length())).getBytes(StandardCharsets.US_ASCII));
    expected.putFloat(1);
    assertThat(bytes).isEqualTo(expected.array());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    assertThat(hash).isEqualTo(HexFormat.of().formatHex(digest));
  }

  @Test
  void leavesTheFileAsItWasWhenWritingFails() throws IOException {
    SafetensorsWriter.write(file(), Map.of(), TENSORS);
    byte[] before = Files.readAllBytes(file());
    List<Tensor> failing =
        List.of(
            TENSORS.get(0),
            Tensor.of(
                "late",
                List.of(1L),
                () -> {
                  throw new IllegalStateException("the device is gone");
                }));
    assertThatThrownBy(() -> SafetensorsWriter.write(file(), Map.of(), failing))
        .hasMessage("the device is gone");
    List<Tensor> short1 = List.of(Tensor.of("w", List.of(2L), () -> new float[1]));
    assertThatThrownBy(() -> SafetensorsWriter.write(file(), Map.of(), short1))
        .hasMessage("w of F32 [2] takes 8 bytes, not 4");
    assertThatThrownBy(
            () ->
                SafetensorsWriter.write(file(), Map.of(), List.of(TENSORS.get(1), TENSORS.get(1))))
        .hasMessageContaining("two tensors are called bn1");
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
    assertThat(dir.toFile().list()).containsExactly("model.safetensors");
  }

  /** Eight bytes of numbers follow each of these headers. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | ok",
        "{'w':{'dtype':'F32','shape':[],'data_offsets':[0,4]}} | must fill the file's 8 bytes",
        "{} | must fill the file's 8 bytes of numbers, but end at 0",
        "{'w':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} | w must end within the file's 8",
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,7]}} | takes 8 bytes, but its data_off",
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | must be [begin, end], but was [",
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0]}} | w.data_offsets must be [begin, end",
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}} | whole numbers from 0",
        "{'w':{'dtype':'F32','shape':[2.5],'data_offsets':[0,8]}} | w.shape must hold whole numbers",
        "{'w':{'dtype':'F32','shape':2,'data_offsets':[0,8]}} | w.shape must be a list of numbers",
        "{'w':{'dtype':'F33','shape':[2],'data_offsets':[0,8]}} | but was 'F33'",
        "{'w':{'dtype':32,'shape':[2],'data_offsets':[0,8]}} | w.dtype must be a text",
        "{'w':{'shape':[2],'data_offsets':[0,8]}} | w.dtype must be a text",
        "{'w':[2]} | w must be a mapping",
        "[1] | the header must be a mapping",
        "{'w' | the header must be JSON",
        "{'__metadata__':{'a':1}} | __metadata__.a must be a text",
        "{'__metadata__':'a'} | __metadata__ must be a mapping"
      })
  void checksEachWordOfTheHeader(String header, String complaint) throws IOException {
    write(header.replace('\'', '"'), 8);
    if (complaint.equals("ok")) {
      SafetensorsFile.open(file()).close();
    } else {
      assertRefused(complaint);
    }
  }

  @Test
  void refusesTensorsThatOverlapLeaveGapsOrShareAName() throws IOException {
    String first = "{\"a\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[0,6]},";
    write(first + "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,8]}}", 8);
    assertRefused("b must begin at 6, where the tensor before it ends, but begins at 4");
    write(first + "\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[7,8]}}", 8);
    assertRefused("b must begin at 6, where the tensor before it ends, but begins at 7");
    write(first + "\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[6,8]}}", 8);
    assertRefused("a stands twice");
  }

  /** Products that wrap around to 8 bytes, or that no machine could hold. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[4611686018427387904,4,2]",
        "[9223372036854775807,9223372036854775807]",
        "[4294967296,4294967296]"
      })
  void refusesShapesBeyondAllMemory(String shape) throws IOException {
    write("{\"w\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[0,8]}}", 8);
    assertRefused("w has a shape beyond all memory");
  }

  @Test
  void believesNoLengthThatTheFileDoesNotHave() throws IOException {
    Files.write(file(), new byte[7]);
    assertRefused("at least 8 bytes, but this one has 7");
    for (long length : new long[] {0, 1, 9, 1L << 40, Long.MAX_VALUE, -1}) {
      ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      Files.write(file(), bytes.array());
      assertRefused("but is said to have " + Long.toUnsignedString(length));
    }
    assertThatThrownBy(() -> SafetensorsFile.open(dir.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void refusesAHeaderThatIsNoText() throws IOException {
    byte[] bytes = new byte[16];
    bytes[0] = 8;
    bytes[8] = (byte) 0xFF;
    Files.write(file(), bytes);
    assertRefused("the header must be UTF-8");
    write("{\"w\":{\"dtype\":\"" + "x".repeat(1_000_000) + "\"}}", 0);
    assertThatThrownBy(() -> SafetensorsFile.open(file()))
        .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(1_000));
  }

  @Test
  void readsNumbersOnlyAsWhatTheyAre() throws IOException {
    SafetensorsWriter.write(file(), Map.of(), TENSORS);
    try (SafetensorsFile file = SafetensorsFile.open(file())) {
      assertThatThrownBy(() -> file.floats(entry(file, "bn1.num_batches_tracked")))
          .isInstanceOf(MalformedModelException.class)
          .hasMessageContaining("bn1.num_batches_tracked must be F32, but is I64");
      assertThatThrownBy(() -> file.longs(entry(file, "fc.weight")))
          .hasMessageContaining("fc.weight must be I64, but is F32");
    }
  }

  private void assertRefused(String complaint) {
    assertThatThrownBy(() -> SafetensorsFile.open(file()))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("model.safetensors is no whole safetensors file: ")
        .hasMessageContaining(complaint);
  }

  private void write(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file(), bytes.putLong(json.length).put(json).array());
  }

  private static TensorEntry entry(SafetensorsFile file, String name) {
    return file.header().tensor(name).orElseThrow();
  }

  private Path file() {
    return dir.resolve("model.safetensors");
  }
}
