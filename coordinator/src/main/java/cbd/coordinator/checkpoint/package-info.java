/**
 * Checkpoints that travel: what workers without a shared directory leave here for whoever goes on
 * with a trial. Open {@link cbd.coordinator.checkpoint.CheckpointDepot}. What a checkpoint holds is
 * not known here, only that it is whole.
 */
@NullMarked
package cbd.coordinator.checkpoint;

import org.jspecify.annotations.NullMarked;
