package cbd.worker.doctor;

import cbd.tls.Refusals;
import cbd.tls.Tls;
import cbd.tls.TlsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether coordinators can be reached, by which of this machine's addresses, and whether both sides
 * believe each other.
 *
 * @param host the address this machine is to be reached at
 * @param join each {@code HOST:PORT}
 * @param certificates of the cluster, as {@code cbd certs node} made them; null: plain text
 */
record ReachCheck(String host, List<String> join, @Nullable Path certificates) implements Check {
  private static final int PATIENCE_MILLIS = 5000;

  @Override
  public List<Finding> findings() {
    List<Finding> found = new ArrayList<>();
    for (String address : join) {
      int colon = address.lastIndexOf(':');
      found.add(
          reach(
              "coordinator " + address,
              address.substring(0, colon),
              Integer.parseInt(address.substring(colon + 1))));
    }
    return found;
  }

  private Finding reach(String subject, String name, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(name, port), PATIENCE_MILLIS);
      InetAddress ours = socket.getLocalAddress();
      if (!ours.isLoopbackAddress() && InetAddress.getByName(host).isLoopbackAddress()) {
        return Finding.ill(
            subject,
            "answers, but would not reach this machine at " + host,
            "Members connect in both directions: give the worker --host "
                + ours.getHostAddress()
                + ", the address by which it goes there.");
      }
      return certificates == null
          ? Finding.ok(subject, "answers; it sees " + ours.getHostAddress())
          : greet(subject, socket, name, port, certificates);
    } catch (IOException e) {
      return Finding.ill(
          subject,
          "does not answer: " + e.getMessage(),
          "Does it run, with a --host that other machines reach? Does a firewall let port "
              + port
              + " through? Members connect in both directions.");
    }
  }

  /** One that believes us not, or that we do not believe, answers as well, and to no use. */
  private static Finding greet(
      String subject, Socket socket, String name, int port, Path certificates) throws IOException {
    String ours = socket.getLocalAddress().getHostAddress();
    socket.setSoTimeout(PATIENCE_MILLIS);
    try {
      return Tls.of(certificates, System::nanoTime, Refusals.UNCOUNTED)
          .greet(socket, name, port)
          .map(
              why ->
                  Finding.ill(
                      subject,
                      "answers, but " + why,
                      "Both sides need --tls with certificates that authorities in both ca.pem have"
                          + " signed: compare `cbd certs show DIR` here and there."))
          .orElseGet(() -> Finding.ok(subject, "answers and is of our cluster; it sees " + ours));
    } catch (TlsException e) {
      return Finding.doubtful(
          subject, "answers, but no more was asked: " + e.getMessage(), "docs/security.md");
    }
  }
}
