package cbd.membership;

import akka.cluster.ConfigValidation;
import akka.cluster.JoinConfigCompatChecker;
import com.typesafe.config.Config;
import java.util.List;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Lets nobody into a cluster who would judge a silent member by other times: each member judges for
 * itself, and two that judge differently can keep both sides of a split. Akka makes one by name.
 */
public final class AlikeMembers extends JoinConfigCompatChecker {
  private static final List<String> ALIKE =
      List.of(
          Failover.SETTING,
          "akka.cluster.split-brain-resolver.active-strategy",
          "akka.cluster.split-brain-resolver.keep-majority.role",
          "akka.cluster.split-brain-resolver.stable-after",
          "akka.cluster.down-removal-margin",
          "akka.cluster.failure-detector.heartbeat-interval",
          "akka.cluster.failure-detector.acceptable-heartbeat-pause");

  @Override
  public Seq<String> requiredKeys() {
    return CollectionConverters.asScala(ALIKE).toSeq();
  }

  @Override
  public ConfigValidation check(Config theirs, Config ours) {
    return JoinConfigCompatChecker.fullMatch(requiredKeys(), theirs, ours);
  }
}
