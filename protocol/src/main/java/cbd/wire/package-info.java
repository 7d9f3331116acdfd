/**
 * What coordinator and workers say to each other: two sealed protocols, and nothing else crosses
 * the wire. A message is never changed, only succeeded by a new one under a new manifest; see
 * {@link cbd.wire.kryo}. Start with {@link cbd.wire.CoordinatorProtocol}.
 */
@NullMarked
package cbd.wire;

import org.jspecify.annotations.NullMarked;
