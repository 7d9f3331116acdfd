package cbd.training.trial;

/** This machine does not have the device that was asked for; another one may. */
final class DeviceUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DeviceUnavailableException(IllegalArgumentException cause) {
    super(cause.getMessage(), cause);
  }
}
