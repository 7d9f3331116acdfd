/**
 * What NVIDIA's own program tells of a machine's GPUs; libtorch does not say. Start with {@link
 * cbd.training.gpu.NvidiaSmi}.
 */
@NullMarked
package cbd.training.gpu;

import org.jspecify.annotations.NullMarked;
