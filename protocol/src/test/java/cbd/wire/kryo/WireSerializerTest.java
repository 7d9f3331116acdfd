package cbd.wire.kryo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import cbd.PatientActors;
import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.TrialOutcome;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.Wire;
import cbd.wire.WorkerProtocol;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireSerializerTest {
  /** Its name is part of the golden bytes. */
  @AutoClose("shutdownTestKit")
  private static final ActorTestKit kit = ActorTestKit.create("golden", PatientActors.CONFIG);

  private final WireSerializer serializer = serializer(kit);
  private final List<Wire> messages = Messages.all(nobody(kit));

  static WireSerializer serializer(ActorTestKit kit) {
    Serialization serialization = SerializationExtension.get(Adapter.toClassic(kit.system()));
    return (WireSerializer) serialization.serializerByIdentity().apply(WireSerializer.IDENTIFIER);
  }

  static ActorRef<WorkerProtocol> nobody(ActorTestKit kit) {
    return kit.system().deadLetters();
  }

  static Stream<Wire> messages() {
    return Messages.all(nobody(kit)).stream();
  }

  @Test
  void isTestedWithEveryMessage() {
    assertThat(messages.stream().map(Object::getClass).collect(toSet()))
        .isEqualTo(WireTableTest.messages());
  }

  @ParameterizedTest
  @MethodSource("messages")
  void readsWhatItWrites(Wire message) {
    assertThat(kit.serializationTestKit().verifySerialization(message, true)).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void readsFromABufferWhatItWritesIntoOne(Wire message) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
    buffer.put((byte) 1);
    serializer.toBinary(message, buffer);
    buffer.flip().get();

    assertThat(serializer.fromBinary(buffer, serializer.manifest(message))).isEqualTo(message);
    assertThat(buffer.hasRemaining()).isFalse();
  }

  @Test
  void keepsALivingActorsAddress() throws IOException {
    ActorRef<WorkerProtocol> living = kit.<WorkerProtocol>createTestProbe().getRef();
    CoordinatorProtocol.Condition alive =
        (CoordinatorProtocol.Condition)
            Messages.all(living).stream()
                .filter(CoordinatorProtocol.Condition.class::isInstance)
                .findFirst()
                .orElseThrow();
    assertThat(serializer.fromBinary(serializer.toBinary(alive), "co1")).isEqualTo(alive);
  }

  /**
   * Bytes as they were first sent. Within a version of the protocol, a line here is never changed
   * or removed: a changed message is a new one. The first stays in all versions.
   */
  @Test
  void readsEveryMessageThatWasEverSent() throws IOException {
    List<String> golden = golden();
    List<String> now =
        messages.stream()
            .map(
                message ->
                    serializer.manifest(message)
                        + "="
                        + HexFormat.of().formatHex(serializer.toBinary(message)))
            .toList();
    assertThat(now)
        .as("bytes of today, for protocol/src/test/resources/cbd/wire/golden.txt")
        .isEqualTo(golden);
    for (int i = 0; i < golden.size(); i++) {
      String[] line = golden.get(i).split("=", 2);
      assertThat(serializer.fromBinary(HexFormat.of().parseHex(line[1]), line[0]))
          .isEqualTo(messages.get(i));
    }
  }

  private static List<String> golden() throws IOException {
    try (InputStream in = WireSerializerTest.class.getResourceAsStream("/cbd/wire/golden.txt")) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  @Test
  void refusesAManifestItDoesNotKnow() {
    assertThatThrownBy(() -> serializer.fromBinary(new byte[3], "rw2"))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining("'rw2'");
  }

  @Test
  void refusesMoreThanAMegabyteAndMoreThanTheBufferHolds() {
    Wire large = failure("x".repeat(WireCodec.MAX_BYTES));
    assertThatThrownBy(() -> serializer.toBinary(large)).hasMessageContaining("Buffer overflow");
    ByteBuffer frame = ByteBuffer.allocate(256 * 1024);
    assertThatThrownBy(() -> serializer.toBinary(failure("x".repeat(300_000)), frame))
        .isInstanceOf(BufferOverflowException.class);
  }

  @Test
  void worksOnAfterAFailure() throws IOException {
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> serializer.fromBinary(new byte[] {1}, "rw1"))
          .isInstanceOf(NotSerializableException.class);
    }
    for (Wire message : messages) {
      assertThat(serializer.fromBinary(serializer.toBinary(message), serializer.manifest(message)))
          .isEqualTo(message);
    }
  }

  private static Wire failure(String detail) {
    return new CoordinatorProtocol.AttemptFinished(
        new LeaseId(1), 1, new TrialOutcome.Failed(Failure.DIVERGED, "", detail), nobody(kit));
  }
}
