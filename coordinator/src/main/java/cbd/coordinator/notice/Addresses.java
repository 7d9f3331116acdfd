package cbd.coordinator.notice;

import cbd.text.InvalidValueException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import org.jspecify.annotations.Nullable;

/** Addresses of people. */
final class Addresses {
  private Addresses() {}

  /** What is wrong with a setting that is to hold one address, with or without a name; or null. */
  static @Nullable InvalidValueException flaw(String setting, String address) {
    try {
      parse(address);
      return null;
    } catch (AddressException e) {
      return new InvalidValueException(
          setting, "must be an e-mail address, but was '" + address + "': " + e.getMessage());
    }
  }

  /**
   * The one address of a text.
   *
   * @throws AddressException when it is none or several
   */
  static InternetAddress parse(String text) throws AddressException {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new AddressException("it has a line break or another control character");
    }
    InternetAddress[] addresses = InternetAddress.parse(text, true);
    if (addresses.length != 1) {
      throw new AddressException("it is not one");
    }
    addresses[0].validate();
    if (addresses[0].isGroup() || addresses[0].getAddress().indexOf('@') < 0) {
      throw new AddressException("it names no machine");
    }
    return addresses[0];
  }
}
