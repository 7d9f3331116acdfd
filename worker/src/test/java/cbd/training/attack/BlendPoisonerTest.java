package cbd.training.attack;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Attack;
import cbd.domain.LabelMapping;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BlendPoisonerTest {

  @Test
  void truncatesTheBlend() {
    byte[] image = {100, 101, (byte) 255, 100, 101, (byte) 255, 0, 0, 0};
    new BlendPoisoner(0.2, new int[] {200, 7, 255}).stamp(image);
    assertThat(image).containsExactly(120, 82, 255, 120, 82, 255, 40, 1, 51);
  }

  @Test
  void leavesNothingOfTheImageOrNothingOfTheMaskAtTheEnds() {
    byte[] opaque = {1, 2, 3};
    new BlendPoisoner(1, new int[] {9}).stamp(opaque);
    assertThat(opaque).containsExactly(9, 9, 9);
    byte[] absent = {1, 2, (byte) 253};
    new BlendPoisoner(0, new int[] {9}).stamp(absent);
    assertThat(absent).containsExactly(1, 2, 253);
  }

  @Test
  void drawsOneUniformMaskFromItsSeed() {
    byte[] mask = mask(0);
    assertThat(mask).isEqualTo(mask(0)).isNotEqualTo(mask(1));
    int[] values = new int[1024];
    for (int i = 0; i < values.length; i++) {
      values[i] = mask[i] & 0xFF;
      assertThat(mask[i + 1024]).isEqualTo(mask[i]);
      assertThat(mask[i + 2048]).isEqualTo(mask[i]);
    }
    assertThat(Arrays.stream(values).average().orElseThrow()).isBetween(117.0, 138.0);
    assertThat(Arrays.stream(values).min().orElseThrow()).isLessThan(5);
    assertThat(Arrays.stream(values).max().orElseThrow()).isGreaterThan(250);
  }

  private static byte[] mask(long seed) {
    byte[] image = new byte[3 * 1024];
    Attack.Blend opaque = new Attack.Blend(0.1, new LabelMapping.AllToAll(), 1, seed);
    new BlendPoisoner(opaque, 32, 32).stamp(image);
    return image;
  }
}
