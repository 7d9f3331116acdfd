package cbd.wire.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** A constant by its name, so that constants may be added anywhere. */
final class EnumNameSerializer extends Serializer<Enum<?>> {
  private final Class<?> type;

  EnumNameSerializer(Class<?> type) {
    this.type = type;
  }

  @Override
  public void write(Kryo kryo, Output output, Enum<?> value) {
    kryo.writeObject(output, value.name());
  }

  @Override
  public Enum<?> read(Kryo kryo, Input input, Class<? extends Enum<?>> unused) {
    String name = kryo.readObject(input, String.class);
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return (Enum<?>) constant;
      }
    }
    throw new KryoException("an unknown constant of " + type.getSimpleName());
  }
}
