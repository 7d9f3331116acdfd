package cbd.domain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.text.InvalidValueException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class AttackPictureTest {
  private static byte[] png(int size) {
    byte[] bytes = new byte[size];
    System.arraycopy(new byte[] {(byte) 137, 'P', 'N', 'G', '\r', '\n', 26, '\n'}, 0, bytes, 0, 8);
    return bytes;
  }

  @Test
  void keepsItsFile() {
    AttackPicture picture = AttackPicture.of(6, 12, png(AttackPicture.MOST_BYTES));
    assertThat(picture.bytes()).isEqualTo(png(AttackPicture.MOST_BYTES));
    assertThat(picture.digest()).isEqualTo(Digest.hex(png(AttackPicture.MOST_BYTES)));
  }

  @Test
  void isNothingElseThanASmallPng() {
    for (byte[] bytes :
        new byte[][] {
          {}, png(8), png(AttackPicture.MOST_BYTES + 1), "<svg onload=alert(1)>".getBytes(UTF_8)
        }) {
      assertThatThrownBy(() -> AttackPicture.of(6, 12, bytes))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("png must be a PNG file of at most 100000 bytes");
    }
    String good = Base64.getEncoder().encodeToString(png(9));
    for (String text : new String[] {"", "no base64!", good + "*", "A".repeat(10_000_000)}) {
      assertThatThrownBy(() -> new AttackPicture(6, 12, text))
          .isInstanceOf(InvalidValueException.class);
    }
    assertThatThrownBy(() -> new AttackPicture(0, 12, good)).hasMessageContaining("images");
    assertThatThrownBy(() -> new AttackPicture(6, 256, good)).hasMessageContaining("gain");
  }
}
