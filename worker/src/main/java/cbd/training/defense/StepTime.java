package cbd.training.defense;

/**
 * Where the time of one step went.
 *
 * @param data seconds in which the host made the batch or said which one it is, with the step's
 *     share of what it drew for the pass
 * @param forward seconds of the forward passes and losses, with the way into the program and out of
 *     it where the step is one
 * @param backward seconds of the gradient
 * @param optimizer seconds of the update of the parameters
 */
public record StepTime(double data, double forward, double backward, double optimizer) {}
