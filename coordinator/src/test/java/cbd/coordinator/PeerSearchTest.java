package cbd.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerSearchTest {
  private static final Address SELF = address("10.0.0.1");

  private final Map<String, String> names = new HashMap<>(Map.of("a", "10.0.0.1"));
  private final Peers peers = new Peers(List.of("a:25520", "b:25520", "c:25520"), this::find);
  private final PeerSearch search = new PeerSearch(peers, SELF);

  private InetAddress find(String host) throws UnknownHostException {
    String number = names.get(host);
    if (number == null) {
      throw new UnknownHostException(host);
    }
    return InetAddress.getByName(number);
  }

  private static Address address(String host) {
    return new Address("akka", "cbd", host, 25520);
  }

  @Test
  void asksAPeerWhereItIsNowAndNotWhereItWas() {
    names.putAll(Map.of("b", "10.0.0.2", "c", "10.0.0.3"));
    assertThat(search.others()).contains(List.of(address("10.0.0.2"), address("10.0.0.3")));

    names.put("b", "10.0.0.9");
    assertThat(search.others()).contains(List.of(address("10.0.0.9"), address("10.0.0.3")));
  }

  @Test
  void leavesATalkAloneWhilePeersStayWhereTheyAre() {
    names.putAll(Map.of("b", "10.0.0.2", "c", "10.0.0.3"));
    assertThat(search.others()).isPresent();
    assertThat(search.others()).isEmpty();
  }

  @Test
  void asksAPeerAsSoonAsItsNameMeansSomething() {
    assertThat(search.others()).as("nobody but itself is known").isEmpty();
    names.put("c", "10.0.0.3");
    assertThat(search.others()).contains(List.of(address("10.0.0.3")));
    names.put("b", "10.0.0.2");
    assertThat(search.others()).contains(List.of(address("10.0.0.2"), address("10.0.0.3")));
    names.clear();
    assertThat(search.others()).as("those found last are asked on").isEmpty();
  }
}
