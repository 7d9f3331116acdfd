package cbd.training.trial;

/** This machine does not have the device that was asked for. */
final class DeviceUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DeviceUnavailableException(String message) {
    super(message);
  }
}
