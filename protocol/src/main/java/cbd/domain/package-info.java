/**
 * The words of cbd: what a trial is, how it is identified and seeded, what it measures.
 *
 * <p>Values only, no behaviour beyond checks. Start with {@link cbd.domain.TrialSpec}; an attack, a
 * defense, a data set or a model begins its life here as one record or one constant.
 */
@NullMarked
package cbd.domain;

import org.jspecify.annotations.NullMarked;
