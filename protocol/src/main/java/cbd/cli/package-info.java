/**
 * What the command lines of all modules have in common. A command's own words are in its module's
 * {@code cli}.
 */
@NullMarked
package cbd.cli;

import org.jspecify.annotations.NullMarked;
