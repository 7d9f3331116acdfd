package cbd.coordinator;

import cbd.coordinator.http.Limits;
import cbd.coordinator.notice.NoticeSettings;
import cbd.coordinator.schedule.SchedulerSettings;
import cbd.coordinator.store.Database;
import cbd.membership.Failover;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a coordinator is told at its start.
 *
 * @param host address of both ports; other machines reach it there
 * @param port of the cluster's protocol; 0 for any free one
 * @param httpPort of the HTTP API; 0 for any free one
 * @param httpHost where the HTTP API listens: {@code host}, or all addresses of the machine
 * @param directory what belongs to this coordinator alone
 * @param store where the store lies
 * @param peers all coordinators, as {@code host:port}, this one among them; empty when it is alone;
 *     as they were listed, for a name may come to mean another address
 * @param failover how soon a silent member is given up
 * @param leaseDuration how long an attempt may go without progress
 * @param coolDown pause before a trial's second attempt
 * @param tls folder of this member's certificates; empty: plain text
 * @param limits how much the API answers
 * @param newAdminToken whether to make another token of an administrator
 * @param checkpointBytes size of all checkpoints that workers leave here for each other; 0: none
 * @param modelBytes size of all networks that are kept here for downloads; 0: none
 * @param notices what people are told, and how; null when nobody is told anything
 */
record CoordinatorSettings(
    InetAddress host,
    int port,
    int httpPort,
    InetAddress httpHost,
    Path directory,
    Database store,
    List<String> peers,
    Failover failover,
    Duration leaseDuration,
    Duration coolDown,
    Optional<Path> tls,
    Limits limits,
    boolean newAdminToken,
    long checkpointBytes,
    long modelBytes,
    @Nullable NoticeSettings notices) {
  CoordinatorSettings {
    peers = List.copyOf(peers);
  }

  /** Whether it is one of several. */
  boolean hasPeers() {
    return peers.size() > 1;
  }

  /** The scheduler's times. */
  SchedulerSettings times() {
    return SchedulerSettings.DEFAULT.withLeaseDuration(leaseDuration).withCoolDown(coolDown);
  }

  /** Where it writes on this machine, by the words of the metrics' contract. */
  Map<String, Path> folders() {
    Map<String, Path> folders = new HashMap<>();
    folders.put("checkpoints", checkpoints());
    store.folder().ifPresent(folder -> folders.put("store", folder));
    return folders;
  }

  /** Where checkpoints lie that workers leave for each other. */
  Path checkpoints() {
    return directory.resolve("checkpoints");
  }

  /** Where networks lie that people may download. */
  Path models() {
    return directory.resolve("models");
  }

  /** The same with the port that was found for it. */
  CoordinatorSettings withPort(int found) {
    return new CoordinatorSettings(
        host,
        found,
        httpPort,
        httpHost,
        directory,
        store,
        peers,
        failover,
        leaseDuration,
        coolDown,
        tls,
        limits,
        newAdminToken,
        checkpointBytes,
        modelBytes,
        notices);
  }
}
