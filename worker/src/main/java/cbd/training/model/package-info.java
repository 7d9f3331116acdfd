/**
 * Trained networks as files in the safetensors format, which PyTorch users read with one call.
 *
 * <p>Open {@code NetworkFile} for networks. Below it lie the format's own classes: {@code
 * SafetensorsWriter}, {@code SafetensorsFile} and {@code SafetensorsHeader}, which know nothing of
 * networks and trust nothing of what a file says.
 */
@NullMarked
package cbd.training.model;

import org.jspecify.annotations.NullMarked;
