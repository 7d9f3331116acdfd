/**
 * What several trials need and one of them builds: poisoned sets, backdoored models, an attacker's
 * trained generators, kept on disk by their content. Open {@link cbd.training.stage.StageStore}
 * first; a new kind of stage implements {@link cbd.training.stage.Stage}.
 */
@NullMarked
package cbd.training.stage;

import org.jspecify.annotations.NullMarked;
