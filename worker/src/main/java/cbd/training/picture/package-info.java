/**
 * Pictures of what an attack does, for people; drawn without a machine's fonts and without anything
 * random. Start with {@link cbd.training.picture.ContactSheet}.
 */
@NullMarked
package cbd.training.picture;

import org.jspecify.annotations.NullMarked;
