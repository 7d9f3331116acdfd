package cbd.worker.runner;

/**
 * What a slot is of a device.
 *
 * @param device {@code cpu}, {@code gpu:0} and so on
 * @param memory its part of the device's, or for a CPU of the machine's, in bytes; 0: not known
 */
public record Share(String device, long memory) {}
