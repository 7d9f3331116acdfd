package cbd.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.domain.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedFileTest {
  @TempDir Path folder;

  @Test
  void endsWithItsLengthAndTheHashOfAllBefore() throws IOException {
    Path file = folder.resolve("file");
    assertThat(SealedFile.write(file, out -> out.writeBytes("content"))).isEqualTo(47);
    ByteBuffer sealed = ByteBuffer.allocate(47).put("content".getBytes(UTF_8)).putLong(47);
    sealed.put(Digest.sha256().digest(Arrays.copyOf(sealed.array(), 15)));
    assertThat(file).hasBinaryContent(sealed.array());
    assertThat(SealedFile.damage(file)).isEmpty();
  }

  @Test
  void isWholeWithNothingInItOrWithMoreThanABuffer() throws IOException {
    Path file = folder.resolve("file");
    assertThat(SealedFile.write(file, out -> out.write(new byte[200_000]))).isEqualTo(200_040);
    assertThat(SealedFile.damage(file)).isEmpty();
    assertThat(SealedFile.write(file, out -> {})).as("overwritten").isEqualTo(40);
    assertThat(SealedFile.damage(file)).isEmpty();
    assertThat(file).hasSize(40);
  }

  @Test
  void tellsEveryTruncationAndEveryChangedByte() throws IOException {
    Path file = folder.resolve("file");
    SealedFile.write(file, out -> out.writeUTF("content"));
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      Files.write(file, Arrays.copyOf(whole, at));
      assertThat(SealedFile.damage(file)).as("cut to %d bytes", at).isPresent();
      byte[] changed = whole.clone();
      changed[at] ^= 0x10;
      Files.write(file, changed);
      assertThat(SealedFile.damage(file)).as("changed at byte %d", at).isPresent();
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertThat(SealedFile.damage(file)).as("too long").isPresent();
  }

  @Test
  void saysThatItCannotBeRead() {
    assertThatThrownBy(() -> SealedFile.damage(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
