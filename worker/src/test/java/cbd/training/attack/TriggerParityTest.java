package cbd.training.attack;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Adaptive;
import cbd.domain.Attack;
import cbd.domain.Attack.WaNet.Rounding;
import cbd.domain.Digest;
import cbd.domain.LabelMapping;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.training.data.Split;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Triggers to the last bit as numpy and PyTorch make them from the formulas, in images of several
 * sizes; {@code worker/src/test/python/trigger_pixels.py} says how.
 */
class TriggerParityTest {

  static List<String> golden() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    TriggerParityTest.class.getResourceAsStream("trigger-pixels.txt")),
                StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("golden")
  void everyPixelIsTheFormulas(String line) {
    String[] words = line.split(" ", -1);
    int size = Integer.parseInt(words[words.length - 2]);
    byte[] image = picture(size);
    stamp(words, image, size);
    assertThat(Digest.hex(image)).isEqualTo(words[words.length - 1]);
  }

  private static void stamp(String[] words, byte[] image, int size) {
    switch (words[0]) {
      case "badnets" -> {
        Attack attack = attack("{'type': 'badnets', 'pattern': '" + words[1] + "'}");
        new BadNetsPoisoner((Attack.BadNets) attack, size, size).stamp(image, Split.TRAIN, 0);
      }
      case "trojan" -> {
        Attack attack = attack("{'type': 'trojan', 'overflow': '" + words[1] + "'}");
        new TrojanPoisoner((Attack.Trojan) attack, size, size).stamp(image, Split.TRAIN, 0);
      }
      case "sig" -> {
        Attack attack =
            attack(
                "{'type': 'sig', 'mode': '%s', 'deltaTest': %s, 'frequency': %s}"
                    .formatted(words[1], words[2], words[3]));
        new SigPoisoner((Attack.Sig) attack, size, size).stamp(image, Split.TEST, 0);
      }
      case "blend" -> BlendPoisoner.blend(image, mask(size), Double.parseDouble(words[1]));
      case "wanet" -> {
        double strength = Double.parseDouble(words[1]);
        int points = Integer.parseInt(words[2]);
        Attack.WaNet attack =
            new Attack.WaNet(
                0.1,
                new LabelMapping.AllToOne(0),
                strength,
                points,
                0,
                0,
                Rounding.HALF_UP,
                1,
                Adaptive.NOT);
        new WaNetPoisoner(attack, control(points), size, size).stamp(image, Split.TRAIN, 0);
      }
      default -> throw new AssertionError("no such trigger: " + words[0]);
    }
  }

  /** What an attack is read within. */
  record Probe(Attack attack) {}

  private static Attack attack(String settings) {
    String json = "{'attack': " + settings + "}";
    return RecordReader.read(Probe.class, JsonText.parse(json.replace('\'', '"'))).attack();
  }

  private static byte[] picture(int size) {
    byte[] image = new byte[3 * size * size];
    for (int i = 0; i < image.length; i++) {
      int channel = i / (size * size);
      int y = i / size % size;
      int x = i % size;
      image[i] = (byte) ((5 * y + 3 * x + y * x % 7 * 11 + 50 * channel) % 256);
    }
    return image;
  }

  private static int[] mask(int size) {
    int[] mask = new int[3 * size * size];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (37 * (i / size % size) + 101 * (i % size)) % 256;
    }
    return mask;
  }

  private static double[][][] control(int points) {
    double[][][] control = new double[2][points][points];
    for (int channel = 0; channel < 2; channel++) {
      for (int i = 0; i < points; i++) {
        for (int j = 0; j < points; j++) {
          control[channel][i][j] = (7 * i + 3 * j + 5 * channel) % 11 / 5.0 - 1;
        }
      }
    }
    return WarpField.divided(control);
  }
}
