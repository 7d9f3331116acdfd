package cbd.worker.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * The address this machine is to be reached at.
 *
 * @param ports that are to be free
 */
record AddressCheck(String host, List<Integer> ports) implements Check {
  private static final String SUBJECT = "address";

  @Override
  public List<Finding> findings() {
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (IOException e) {
      return List.of(
          Finding.ill(
              SUBJECT,
              host + " does not resolve",
              "Give --host this machine's IP address, as `ip addr` shows it."));
    }
    List<Finding> found = new ArrayList<>();
    found.add(about(address));
    ports.forEach(port -> found.add(port(address, port)));
    return found;
  }

  private Finding about(InetAddress address) {
    boolean literal = host.equals(address.getHostAddress());
    if (address.isLoopbackAddress() && !literal && !host.equals("localhost")) {
      return Finding.ill(
          SUBJECT,
          host + " resolves to " + address.getHostAddress() + ", which only this machine reaches",
          "Give --host the IP address, or take the name out of the line 127.0.1.1 in /etc/hosts.");
    }
    return Finding.ok(
        SUBJECT,
        address.isLoopbackAddress()
            ? host + ", this machine only"
            : host + (literal ? "" : " (" + address.getHostAddress() + ")"));
  }

  private Finding port(InetAddress address, int port) {
    String subject = "port " + port;
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      return Finding.ok(subject, "free");
    } catch (IOException e) {
      return Finding.doubtful(
          subject,
          "cannot be had on " + host + ": " + e.getMessage(),
          "If cbd does not run here already, find out who has it with `ss -ltnp`, or choose"
              + " another one with --port, --http-port or --metrics-port.");
    }
  }
}
