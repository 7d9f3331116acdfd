package cbd.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFileTest {
  @TempDir private Path dir;

  @Test
  void aMappedSetIsTheSetThatWasWritten() throws IOException {
    ImageSet set = Shapes.draw(Split.TRAIN, 3000);
    ImageSet mapped = ImageFile.write(dir.resolve("a"), set);

    assertThat(mapped.contentHash()).isEqualTo(set.contentHash());
    assertThat(mapped.pixels()).isEqualTo(set.pixels());
    assertThat(mapped.labels()).isEqualTo(set.labels());
    assertThat(mapped.first(2000).contentHash()).isEqualTo(set.first(2000).contentHash());
    assertThat(mapped.slices()).allSatisfy(s -> assertThat(s.isDirect()).isTrue());
  }

  @Test
  void anEmptySetHasAFileToo() throws IOException {
    ImageSet none = new ImageSet(10, 32, 32, new byte[0], new int[0]);
    assertThat(ImageFile.write(dir.resolve("a"), none).contentHash()).isEqualTo(none.contentHash());
  }

  @Test
  void everyChangedByteIsNoticed() throws IOException {
    Path file = dir.resolve("a");
    ImageFile.write(file, Shapes.draw(Split.TRAIN, 5));
    byte[] whole = Files.readAllBytes(file);
    int header = 8 + 16 + 20 + 32 + 16;
    int pixels = 4096;
    assertThat(whole).hasSize(pixels + 5 * 3072);
    for (int at = 0; at < whole.length; at += at < header ? 1 : 977) {
      if (at < header || at >= pixels) {
        byte[] changed = whole.clone();
        changed[at] ^= 4;
        Files.write(file, changed);
        assertThatThrownBy(() -> ImageFile.map(file))
            .as("byte %d", at)
            .isInstanceOf(IOException.class);
      }
    }
    for (int length : new int[] {0, 7, 30, 4095, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> ImageFile.map(file)).isInstanceOf(IOException.class);
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> ImageFile.map(file))
        .hasMessage("it must have 19456 bytes, but has 19457");
  }
}
