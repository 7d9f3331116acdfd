package cbd.wire.kryo;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.ByteBufferSerializer;
import akka.serialization.SerializerWithStringManifest;
import cbd.wire.Wire;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.Pool;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;

/**
 * What Akka calls for every {@link Wire} message; named in this module's {@code reference.conf}.
 *
 * <p>A message that cannot be read is a {@link NotSerializableException}: Akka logs it, drops the
 * message and keeps the connection, and our protocols send again what must arrive. Thread-safe.
 */
public final class WireSerializer extends SerializerWithStringManifest
    implements ByteBufferSerializer {
  /** In every frame; never to be changed. */
  public static final int IDENTIFIER = 9001;

  private final Pool<WireCodec> codecs;
  private final Unreadable unreadable;

  /** Called by Akka. */
  public WireSerializer(ExtendedActorSystem system) {
    ActorRefResolver resolver = ActorRefResolver.get(Adapter.toTyped(system));
    unreadable = Unreadable.of(system);
    codecs =
        new Pool<>(true, false, 16) {
          @Override
          protected WireCodec create() {
            return new WireCodec(resolver);
          }
        };
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    return WireTable.of(message).manifest();
  }

  @Override
  public byte[] toBinary(Object message) {
    WireCodec codec = codecs.obtain();
    byte[] bytes = codec.write((Wire) message).toBytes();
    codecs.free(codec);
    return bytes;
  }

  /**
   * Puts the message into Akka's buffer; a {@link java.nio.BufferOverflowException} tells Akka that
   * it is larger than a frame.
   */
  @Override
  public void toBinary(Object message, ByteBuffer buffer) {
    WireCodec codec = codecs.obtain();
    Output output = codec.write((Wire) message);
    buffer.put(output.getBuffer(), 0, output.position());
    codecs.free(codec);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    try {
      Class<? extends Wire> type = WireTable.of(manifest).type();
      // A codec that throws is not freed: Kryo leaves its inner stacks as they were.
      WireCodec codec = codecs.obtain();
      Wire message = codec.read(type, bytes);
      codecs.free(codec);
      return message;
    } catch (RuntimeException e) {
      unreadable.found();
      NotSerializableException refused =
          new NotSerializableException("A message of manifest " + manifest + ": " + e.getMessage());
      refused.initCause(e);
      throw refused;
    }
  }

  @Override
  public Object fromBinary(ByteBuffer buffer, String manifest) throws NotSerializableException {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return fromBinary(bytes, manifest);
  }
}
