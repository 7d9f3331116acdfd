/**
 * The commands of one machine: {@code cbd train}, {@code cbd bench}, {@code cbd data}, {@code cbd
 * show}.
 */
@NullMarked
package cbd.training.cli;

import org.jspecify.annotations.NullMarked;
