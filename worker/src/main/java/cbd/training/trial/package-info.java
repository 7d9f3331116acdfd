/**
 * One trial, from spec to result. Open {@code TrialRunner}: it reads as the road a trial takes
 * through data, attack, defense and evaluation.
 */
@NullMarked
package cbd.training.trial;

import org.jspecify.annotations.NullMarked;
