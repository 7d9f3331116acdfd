package cbd.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PpmTest {

  @Test
  void readsRowsOfRedGreenAndBlue() throws DamagedPictureException {
    Picture picture = Ppm.parse(ppm("P6\n2 1\n255\nabcdef"));

    assertThat(picture.width()).isEqualTo(2);
    assertThat(picture.height()).isEqualTo(1);
    byte[] planes = new byte[6];
    picture.toPlanes(planes);
    assertThat(new String(planes, StandardCharsets.ISO_8859_1)).isEqualTo("adbecf");
  }

  @Test
  void commentsMayStandAnywhereBeforeThePixels() throws DamagedPictureException {
    Picture picture = Ppm.parse(ppm("P6\n# made by 7 and 9\n 1 # one\n#\n\n1\n# two 3\n255\n#\n "));

    assertThat(picture.rgb()).isEqualTo("#\n ".getBytes(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          P5 1 1 255 abc    | a PPM picture must begin with 'P6'
          P                 | a PPM picture must begin with 'P6'
          P6 0 1 255 abc    | the width, at byte 3, must be 1 to 5000
          P6 1 99999999999  | the height, at byte 5, must be 1 to 5000
          P6 1 x            | the height, at byte 5, must be 1 to 5000
          P6 1 1 65535 abc  | the greatest value, at byte 7, must be 255
          P6 1 1 100 abc    | the greatest value, at byte 7, must be 255
          P6 2 1 255 abcde  | 6 bytes (3 times 2x1) must follow the header of 11 bytes, but there are 5
          P6 1 1 255 abcd   | 3 bytes (3 times 1x1) must follow the header of 11 bytes, but there are 4
          P6 1 1            | the greatest value, at byte 6, must be 255
          P6 # 1 1 255      | the width, at byte 12, must be 1 to 5000
          """)
  void saysWhatIsWrongAndWhere(String text, String rule) {
    assertThatThrownBy(() -> Ppm.parse(ppm(text)))
        .isInstanceOf(DamagedPictureException.class)
        .hasMessage(rule);
  }

  @Test
  void refusesAFileThatNoPictureFills(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("huge.ppm");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(ppm("P6 5000 5000 255 ")));
      channel.write(ByteBuffer.allocate(1), 1L << 32);
    }
    assertThatThrownBy(() -> Ppm.read(file))
        .isInstanceOf(DamagedPictureException.class)
        .hasMessage("a PPM picture of 5000x5000 has less than its 4294967297 bytes");
  }

  private static byte[] ppm(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
