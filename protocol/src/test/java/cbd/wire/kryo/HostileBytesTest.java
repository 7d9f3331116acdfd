package cbd.wire.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import cbd.PatientActors;
import cbd.wire.Wire;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Whatever bytes come, the answer is a message or a clean refusal, in little memory. */
class HostileBytesTest {
  /** For one message; reading a good one takes some tens of kilobytes, most of it JSON. */
  private static final long MEMORY = 4L << 20;

  @AutoClose("shutdownTestKit")
  private static final ActorTestKit kit = ActorTestKit.create("hostile", PatientActors.CONFIG);

  private final WireSerializer serializer = WireSerializerTest.serializer(kit);
  private final List<Wire> messages = Messages.all(WireSerializerTest.nobody(kit));
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void refusesEveryTruncatedAndEveryExtendedMessage() {
    for (Wire message : messages) {
      byte[] bytes = serializer.toBinary(message);
      String manifest = serializer.manifest(message);
      for (int length = 0; length < bytes.length; length++) {
        byte[] part = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> serializer.fromBinary(part, manifest))
            .isInstanceOf(NotSerializableException.class);
      }
      assertThatThrownBy(
              () -> serializer.fromBinary(Arrays.copyOf(bytes, bytes.length + 1), manifest))
          .isInstanceOf(NotSerializableException.class)
          .hasMessageContaining("left over");
    }
  }

  @Test
  void believesNoLengthWithoutTheBytes() {
    // rr1 is one text, rg1 has a list in its fourth byte: lengths of 2^31 - 1 and of -1.
    for (String length : List.of("ffffffff07", "ffffffff0f")) {
      assertRefused(length, "rr1", "a length of");
      assertRefused("020400" + length, "rg1", "a length of");
      assertRefused(length, "rw1", "a length of");
    }
  }

  private void assertRefused(String hex, String manifest, String reason) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    long before = allocated();
    assertThatThrownBy(() -> serializer.fromBinary(bytes, manifest))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining(reason);
    assertThat(allocated() - before).isLessThan(MEMORY);
  }

  @Test
  void survivesDeepNesting() {
    for (String bracket : List.of("[", "{\"a\":", "{\"type\":\"cbd\",\"critic\":")) {
      String text = bracket.repeat(100_000 / bracket.length());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      // Lease 41, sequence 7, then the metrics' text.
      bytes.writeBytes(new byte[] {82, 14});
      int length = text.length();
      bytes.writeBytes(
          new byte[] {(byte) (length | 0x80), (byte) (length >> 7 | 0x80), (byte) (length >> 14)});
      bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> serializer.fromBinary(bytes.toByteArray(), "ed1"))
          .isInstanceOf(NotSerializableException.class)
          .hasMessageContaining("not a EpochMetrics");
    }
  }

  @Test
  void survivesAHundredThousandMutations() {
    SplittableRandom random = new SplittableRandom(1);
    List<byte[]> originals = messages.stream().map(serializer::toBinary).toList();
    int read = 0;
    long most = 0;
    for (int i = 0; i < 100_000; i++) {
      int which = random.nextInt(originals.size());
      byte[] bytes = mutated(originals.get(which), random);
      String manifest =
          serializer.manifest(messages.get(random.nextInt(8) == 0 ? i % messages.size() : which));
      long before = allocated();
      try {
        serializer.fromBinary(bytes, manifest);
        read++;
      } catch (NotSerializableException e) {
        // As it should.
      }
      most = Math.max(most, allocated() - before);
    }
    assertThat(read).as("mutations that are messages").isBetween(1_000, 90_000);
    assertThat(most).as("bytes allocated for one message").isLessThan(MEMORY);
  }

  private static byte[] mutated(byte[] original, SplittableRandom random) {
    byte[] bytes = Arrays.copyOf(original, Math.max(0, original.length + random.nextInt(-2, 3)));
    int changes = random.nextInt(1, 4);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        default -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0xff);
      }
    }
    return bytes;
  }

  private long allocated() {
    return threads.getCurrentThreadAllocatedBytes();
  }
}
