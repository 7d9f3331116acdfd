/**
 * What a machine needs to train or to coordinate, looked at before anything is started: {@code cbd
 * doctor}. Open {@link cbd.worker.doctor.Examination} first; each {@link cbd.worker.doctor.Check}
 * looks at one thing, finds it well, doubtful or ill, and says what to do.
 */
@NullMarked
package cbd.worker.doctor;

import org.jspecify.annotations.NullMarked;
