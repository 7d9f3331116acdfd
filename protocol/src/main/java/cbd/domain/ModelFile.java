package cbd.domain;

/**
 * A trained network that was kept, in the safetensors format.
 *
 * @param network which of the trial's networks
 * @param file where it lies, on the host of the result's {@link Provenance}
 * @param sha256 of the file, 64 hexadecimal digits
 */
public record ModelFile(Phase network, String file, String sha256) {}
