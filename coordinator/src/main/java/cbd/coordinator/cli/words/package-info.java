/** How numbers, trials and tables read. Start with {@link cbd.coordinator.cli.words.TrialWords}. */
@NullMarked
package cbd.coordinator.cli.words;

import org.jspecify.annotations.NullMarked;
