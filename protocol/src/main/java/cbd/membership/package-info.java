/**
 * What all members of a cluster must have alike, whatever their role: how they find out that one is
 * gone, who decides which side of a split goes on, and how fast. Start with {@link
 * cbd.membership.Failover}.
 */
@NullMarked
package cbd.membership;

import org.jspecify.annotations.NullMarked;
