package cbd.wire.kryo;

import cbd.text.CanonicalText;
import cbd.text.InvalidTextException;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** A record, or one of a sealed interface's records, as its canonical JSON text. */
final class TextSerializer extends Serializer<Record> {
  private final Class<?> type;

  TextSerializer(Class<?> type) {
    this.type = type;
  }

  @Override
  public void write(Kryo kryo, Output output, Record value) {
    kryo.writeObject(output, CanonicalText.of(value));
  }

  @Override
  public Record read(Kryo kryo, Input input, Class<? extends Record> unused) {
    String text = kryo.readObject(input, String.class);
    try {
      return (Record) RecordReader.read(type, JsonText.parse(text));
    } catch (InvalidTextException e) {
      throw new KryoException("not a " + type.getSimpleName(), e);
    }
  }
}
