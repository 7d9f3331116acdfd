package cbd.wire.kryo;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import cbd.wire.Bytes;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * The simple values. Kryo has serializers of its own for most of them, which believe any length
 * they read: five forged bytes make them allocate gigabytes. These believe a length only when the
 * bytes are there.
 */
final class Scalars {
  private Scalars() {}

  /** UTF-8 with its number of bytes before it. */
  static final class Text extends Serializer<String> {
    @Override
    public void write(Kryo kryo, Output output, String value) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      output.writeVarInt(bytes.length, true);
      output.writeBytes(bytes);
    }

    @Override
    public String read(Kryo kryo, Input input, Class<? extends String> type) {
      int length = length(input);
      byte[] bytes = input.readBytes(length);
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        throw new KryoException("a text is not UTF-8", e);
      }
    }
  }

  /**
   * A number of things to come, each at least one byte long.
   *
   * @throws KryoException when fewer bytes follow than that
   */
  static int length(Input input) {
    int length = input.readVarInt(true);
    int there = input.limit() - input.position();
    if (length < 0 || length > there) {
      throw new KryoException(
          "a length of " + Integer.toUnsignedString(length) + " with " + there + " bytes left");
    }
    return length;
  }

  /** A file's bytes with their number before them. */
  static final class Piece extends Serializer<Bytes> {
    @Override
    public void write(Kryo kryo, Output output, Bytes value) {
      output.writeVarInt(value.size(), true);
      output.writeBytes(value.toArray());
    }

    @Override
    public Bytes read(Kryo kryo, Input input, Class<? extends Bytes> type) {
      byte[] bytes = input.readBytes(length(input));
      try {
        return Bytes.of(bytes);
      } catch (IllegalArgumentException e) {
        throw new KryoException(e.getMessage(), e);
      }
    }
  }

  /** Seconds and nanoseconds. */
  static final class Time extends Serializer<Instant> {
    @Override
    public void write(Kryo kryo, Output output, Instant value) {
      output.writeVarLong(value.getEpochSecond(), false);
      output.writeVarInt(value.getNano(), true);
    }

    @Override
    public Instant read(Kryo kryo, Input input, Class<? extends Instant> type) {
      try {
        return Instant.ofEpochSecond(input.readVarLong(false), input.readVarInt(true));
      } catch (DateTimeException | ArithmeticException e) {
        throw new KryoException("a time is out of range", e);
      }
    }
  }

  /** Seconds and nanoseconds. */
  static final class Span extends Serializer<Duration> {
    @Override
    public void write(Kryo kryo, Output output, Duration value) {
      output.writeVarLong(value.getSeconds(), false);
      output.writeVarInt(value.getNano(), true);
    }

    @Override
    public Duration read(Kryo kryo, Input input, Class<? extends Duration> type) {
      try {
        return Duration.ofSeconds(input.readVarLong(false), input.readVarInt(true));
      } catch (ArithmeticException e) {
        throw new KryoException("a duration is out of range", e);
      }
    }
  }

  /** An actor's full address as text; one that no longer lives is read as dead letters. */
  static final class Address extends Serializer<ActorRef<?>> {
    private final ActorRefResolver resolver;

    Address(ActorRefResolver resolver) {
      this.resolver = resolver;
    }

    @Override
    public void write(Kryo kryo, Output output, ActorRef<?> value) {
      kryo.writeObject(output, resolver.toSerializationFormat(value));
    }

    @Override
    public ActorRef<?> read(Kryo kryo, Input input, Class<? extends ActorRef<?>> type) {
      return resolver.resolveActorRef(kryo.readObject(input, String.class));
    }
  }
}
