package cbd.coordinator.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {
  @ParameterizedTest
  @CsvSource({
    "2001:db8:1:2::1,                 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:2:ffff:ffff:ffff:fff, 2001:db8:1:2:0:0:0:0/64",
    "[2001:db8:1:2::99],              2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:3::1,                 2001:db8:1:3:0:0:0:0/64",
    "fe80::1%eth0,                    fe80:0:0:0:0:0:0:0/64",
    "[0:0:0:0:0:0:0:1],               0:0:0:0:0:0:0:0/64"
  })
  void anIpv6AddressStandsForItsHalf(String address, String subnet) {
    assertThat(Subnet.of(address)).isEqualTo(subnet);
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.7, 10.0.0.7", "::ffff:10.0.0.7, 10.0.0.7"})
  void anIpv4AddressStandsForItself(String address, String subnet) {
    assertThat(Subnet.of(address)).isEqualTo(subnet);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "somewhere", "a:b", "[", "::1::"})
  void whatIsNoneStandsForItself(String text) {
    assertThat(Subnet.of(text)).isEqualTo(text);
  }
}
