package cbd.wire.kryo;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import cbd.wire.Bytes;
import cbd.wire.Wire;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.time.Duration;
import java.time.Instant;

/** One Kryo with its buffer. Not thread-safe, and not to be used again once it has thrown. */
final class WireCodec {
  /** Largest message in bytes; Akka's frames end at a quarter of it by default. */
  static final int MAX_BYTES = 1 << 20;

  private final Kryo kryo = new Kryo();
  private final Output output = new Output(1024, MAX_BYTES);

  WireCodec(ActorRefResolver resolver) {
    kryo.setRegistrationRequired(true);
    kryo.setReferences(false);
    kryo.register(String.class, new Scalars.Text(), 20);
    kryo.register(Instant.class, new Scalars.Time(), 21);
    kryo.register(Duration.class, new Scalars.Span(), 22);
    kryo.register(ActorRef.class, new Scalars.Address(resolver), 23);
    kryo.register(Bytes.class, new Scalars.Piece(), 24);
    for (WireTable.Part part : WireTable.PARTS) {
      kryo.register(part.type(), serializer(part), part.id());
    }
    for (WireTable.Line line : WireTable.LINES) {
      kryo.register(line.type(), new RecordSerializer(kryo, line.type()), line.id());
    }
  }

  private Serializer<?> serializer(WireTable.Part part) {
    return switch (part.form()) {
      case RECORD -> new RecordSerializer(kryo, part.type());
      case ENUM -> new EnumNameSerializer(part.type());
      case TEXT -> new TextSerializer(part.type());
    };
  }

  /**
   * The message's bytes, in a buffer that the next call overwrites.
   *
   * @throws KryoException when it is larger than {@link #MAX_BYTES}
   */
  Output write(Wire message) {
    output.reset();
    kryo.writeObject(output, message);
    return output;
  }

  /**
   * Reads a message.
   *
   * @throws KryoException when the bytes are not one, the whole of one, and nothing but one
   */
  Wire read(Class<? extends Wire> type, byte[] bytes) {
    Input input = new Input(bytes);
    Wire message = kryo.readObject(input, type);
    if (input.position() != bytes.length) {
      throw new KryoException((bytes.length - input.position()) + " bytes are left over");
    }
    return message;
  }
}
