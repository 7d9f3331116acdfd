/**
 * Files that are whole or not there, whatever ends the process or the machine. Start with {@link
 * cbd.disk.DurableFile}; one that also tells whether it is as it was written is a {@link
 * cbd.disk.SealedFile}.
 */
@NullMarked
package cbd.disk;

import org.jspecify.annotations.NullMarked;
