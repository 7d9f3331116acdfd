/**
 * Who may talk to whom: the certificates of one cluster's own authority, read from a folder and
 * read again when they are replaced, and the encrypted connections they make. Start with {@link
 * cbd.tls.Tls}.
 */
@NullMarked
package cbd.tls;

import org.jspecify.annotations.NullMarked;
