/**
 * Records to plain trees and back, by reflection over record components.
 *
 * <p>One annotated record is the single source of a setting's name, type, range, default and
 * documentation: {@link cbd.text.RecordReader} checks a {@link cbd.text.Tree} against it and finds
 * all problems at once, {@link cbd.text.RecordWriter} writes it, {@link cbd.text.JsonSchema}
 * publishes it. Start with {@link cbd.text.Tree}.
 */
@NullMarked
package cbd.text;

import org.jspecify.annotations.NullMarked;
