package cbd;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/**
 * What a worker on a GPU adds to its page of metrics: machines of tests have none. That a worker
 * does say so is for the worker's own tests, with a program that stands in for nvidia-smi.
 */
final class GpuPage implements AutoCloseable {
  private final HttpServer server;

  GpuPage() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/metrics", GpuPage::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    double wave = Math.sin(Instant.now().getEpochSecond() / 10.0);
    byte[] text =
        String.format(
                Locale.ROOT,
                """
                # TYPE cbd_worker_device_memory_used_bytes gauge
                cbd_worker_device_memory_used_bytes{device="gpu:0"} %1$.1f
                # TYPE cbd_worker_device_memory_size_bytes gauge
                cbd_worker_device_memory_size_bytes{device="gpu:0"} 8.5E10
                # TYPE cbd_worker_device_utilization_ratio gauge
                cbd_worker_device_utilization_ratio{device="gpu:0"} %2$.3f
                # TYPE cbd_worker_device_temperature_celsius gauge
                cbd_worker_device_temperature_celsius{device="gpu:0"} %3$.1f
                # TYPE cbd_worker_device_power_watts gauge
                cbd_worker_device_power_watts{device="gpu:0"} %4$.1f
                # TYPE cbd_worker_slot_device_memory_bytes gauge
                cbd_worker_slot_device_memory_bytes{slot="0"} %1$.1f
                """,
                2.2e10 + 1e9 * wave,
                0.85 + 0.1 * wave,
                64 + 3 * wave,
                410 + 40 * wave)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
    exchange.sendResponseHeaders(200, text.length);
    try (var body = exchange.getResponseBody()) {
      body.write(text);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
