package cbd.coordinator.chaos.fault;

import cbd.coordinator.chaos.cluster.ClusterException;
import cbd.coordinator.chaos.cluster.Member;
import cbd.coordinator.http.ApiServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Clients of the API that misbehave; what they submit is confirmed in the end all the same. */
final class ClientHands {
  private static final int CONNECT_MILLIS = 2_000;

  private ClientHands() {}

  static void vanish(Scene scene, Member coordinator, Duration lasting)
      throws IOException, InterruptedException {
    Submission submission = scene.workload().next();
    byte[] request = request(scene, coordinator, submission);
    hangUpAfter(scene, coordinator, Arrays.copyOf(request, request.length / 2));
    confirm(scene, submission);
  }

  static void leaveBeforeTheAnswer(Scene scene, Member coordinator, Duration lasting)
      throws IOException, InterruptedException {
    Submission submission = scene.workload().next();
    hangUpAfter(scene, coordinator, request(scene, coordinator, submission));
    confirm(scene, submission);
  }

  static void submitTwice(Scene scene, Member coordinator, Duration lasting)
      throws InterruptedException {
    Submission submission = scene.workload().next();
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(
            () -> {
              try {
                confirm(scene, submission);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    confirm(scene, submission);
    try {
      second.join();
    } catch (CompletionException e) {
      throw new ClusterException("a second client was not answered: " + e.getCause());
    }
  }

  private static void confirm(Scene scene, Submission submission) throws InterruptedException {
    scene.cluster().ask(client -> client.submit(submission.yaml()));
    scene.workload().confirm(submission);
  }

  private static void hangUpAfter(Scene scene, Member coordinator, byte[] bytes) {
    URI address = address(scene, coordinator);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), CONNECT_MILLIS);
      socket.setSoLinger(true, 0);
      OutputStream out = out(scene, address, socket);
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      // It did not get as far as it wanted: so much the worse a client.
    }
  }

  /** Into the socket, encrypted where the API is; the socket itself breaks without a last word. */
  private static OutputStream out(Scene scene, URI address, Socket socket) throws IOException {
    SSLContext believed = scene.cluster().credentials().believed().orElse(null);
    if (believed == null) {
      return socket.getOutputStream();
    }
    SSLSocket secure =
        (SSLSocket)
            believed
                .getSocketFactory()
                .createSocket(socket, address.getHost(), address.getPort(), false);
    secure.startHandshake();
    return secure.getOutputStream();
  }

  private static URI address(Scene scene, Member coordinator) {
    return scene.cluster().addresses().get(coordinator.number() - 1);
  }

  private static byte[] request(Scene scene, Member coordinator, Submission submission) {
    String token =
        scene
            .cluster()
            .credentials()
            .token()
            .map(shown -> "Authorization: Bearer " + shown + "\r\n")
            .orElse("");
    byte[] body = submission.yaml().getBytes(StandardCharsets.UTF_8);
    String head =
        "POST "
            + ApiServer.BASE
            + "/sweeps HTTP/1.1\r\nHost: "
            + address(scene, coordinator).getAuthority()
            + "\r\n"
            + token
            + "Content-Type: application/yaml\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    byte[] request =
        Arrays.copyOf(head.getBytes(StandardCharsets.UTF_8), head.length() + body.length);
    System.arraycopy(body, 0, request, head.length(), body.length);
    return request;
  }
}
