/**
 * Programs for libtorch, written from Java: TorchScript text from a network's body and from text
 * blocks, put into an archive and loaded without Python. One call of a method takes a whole step of
 * training. Start with {@link cbd.training.script.Program}; {@link cbd.training.script.StepMethods}
 * has the parts that every step needs, and {@link cbd.training.network.EagerOps} is what {@link
 * cbd.training.script.ScriptOps} must agree with.
 */
@NullMarked
package cbd.training.script;

import org.jspecify.annotations.NullMarked;
