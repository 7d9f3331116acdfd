package cbd.wire.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/**
 * A record, component after component in the order of its declaration.
 *
 * <p>Kryo's own writes them in the order of their names and looks at the class of each value; this
 * one goes by the declared types alone, so that no byte of a message can choose a class.
 */
final class RecordSerializer extends Serializer<Record> {
  private final RecordComponent[] components;
  private final Serializer<?>[] serializers;
  private final Constructor<?> constructor;

  /**
   * @param kryo knows the types of all components already
   * @throws IllegalArgumentException when it does not
   */
  RecordSerializer(Kryo kryo, Class<?> type) {
    components = type.getRecordComponents();
    serializers =
        Arrays.stream(components).map(each -> serializer(kryo, each)).toArray(Serializer<?>[]::new);
    try {
      constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has its canonical constructor", e);
    }
  }

  private static Serializer<?> serializer(Kryo kryo, RecordComponent component) {
    Class<?> type = component.getType();
    if (type == List.class) {
      ParameterizedType list = (ParameterizedType) component.getGenericType();
      return new ListSerializer((Class<?>) list.getActualTypeArguments()[0]);
    }
    return kryo.getSerializer(type);
  }

  @Override
  public void write(Kryo kryo, Output output, Record value) {
    for (int i = 0; i < components.length; i++) {
      kryo.writeObject(output, component(i, value), serializers[i]);
    }
  }

  private Object component(int index, Record value) {
    try {
      return components[index].getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new KryoException("cannot read " + components[index], e);
    }
  }

  @Override
  public Record read(Kryo kryo, Input input, Class<? extends Record> type) {
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = read(kryo, input, components[i].getType(), serializers[i]);
    }
    try {
      return (Record) constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new KryoException(type.getSimpleName() + " refuses its values", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new KryoException("cannot make a " + type.getSimpleName(), e);
    }
  }

  @SuppressWarnings({
    "unchecked",
    "rawtypes"
  }) // A serializer was found by the component's own type.
  private static Object read(Kryo kryo, Input input, Class<?> type, Serializer serializer) {
    return kryo.readObject(input, (Class) type, serializer);
  }
}
