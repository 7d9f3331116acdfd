package cbd.next;

import akka.actor.ExtendedActorSystem;
import akka.serialization.SerializerWithStringManifest;
import cbd.wire.kryo.WireSerializer;
import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;

/**
 * The wire of the next build: all messages of this one, under the same identifier, and one more.
 */
public final class NextSerializer extends SerializerWithStringManifest {
  private static final String NOVELTY = "nv1";

  private final WireSerializer known;

  /** Called by Akka. */
  public NextSerializer(ExtendedActorSystem system) {
    known = new WireSerializer(system);
  }

  @Override
  public int identifier() {
    return WireSerializer.IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    return message instanceof Novelty ? NOVELTY : known.manifest(message);
  }

  @Override
  public byte[] toBinary(Object message) {
    return message instanceof Novelty novelty
        ? novelty.word().getBytes(StandardCharsets.UTF_8)
        : known.toBinary(message);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    return manifest.equals(NOVELTY)
        ? new Novelty(new String(bytes, StandardCharsets.UTF_8))
        : known.fromBinary(bytes, manifest);
  }
}
