/** The worker: an agent in the cluster, and the front of the processes that train for it. */
@NullMarked
package cbd.worker;

import org.jspecify.annotations.NullMarked;
