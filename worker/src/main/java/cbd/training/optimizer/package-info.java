/**
 * Optimisers with PyTorch's arithmetic, written by hand because DJL's differ: no Nesterov momentum
 * on the PyTorch engine, and Adam's epsilon stands elsewhere.
 *
 * <p>Each works on one flat array of parameters. Its state lives on a capped manager of its own; a
 * step's intermediate results belong to the manager of the gradient.
 */
@NullMarked
package cbd.training.optimizer;

import org.jspecify.annotations.NullMarked;
