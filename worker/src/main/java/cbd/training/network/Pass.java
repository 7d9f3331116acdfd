package cbd.training.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What the layers of one forward pass have in common.
 *
 * @param parameters in the order of the network's {@link Layout}
 * @param statistics running means and variances, in the order they were added
 * @param batchStatistics whether batch normalisation uses the batch's own and moves the running
 *     ones
 */
record Pass(List<NDArray> parameters, List<NDArray> statistics, boolean batchStatistics) {}
