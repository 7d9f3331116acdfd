package cbd.wire.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayList;
import java.util.List;

/** A list of one type; knows no list class, so it does not matter which one a message holds. */
final class ListSerializer extends Serializer<List<?>> {
  private final Class<?> item;

  ListSerializer(Class<?> item) {
    this.item = item;
  }

  @Override
  public void write(Kryo kryo, Output output, List<?> value) {
    output.writeVarInt(value.size(), true);
    for (Object each : value) {
      kryo.writeObject(output, each);
    }
  }

  @Override
  public List<?> read(Kryo kryo, Input input, Class<? extends List<?>> type) {
    int size = Scalars.length(input);
    // Grows as items really come; the announced size is only a claim.
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      items.add(kryo.readObject(input, item));
    }
    return items;
  }
}
