/**
 * How messages become bytes: Kryo with required registration, and nothing it was not told about.
 *
 * <p>{@link cbd.wire.kryo.WireTable} is the contract between versions: one line per message, only
 * ever appended to. Start there; {@link cbd.wire.kryo.WireSerializer} is what Akka calls.
 */
@NullMarked
package cbd.wire.kryo;

import org.jspecify.annotations.NullMarked;
