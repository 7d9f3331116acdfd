package cbd.membership;

import static org.assertj.core.api.Assertions.assertThat;

import akka.cluster.Invalid;
import akka.cluster.Valid$;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailoverTest {
  private final AlikeMembers alike = new AlikeMembers();

  /** Two seconds less than is promised, for what gossip takes is not in the formula. */
  @ParameterizedTest
  @CsvSource({"DEFAULT, 23", "FAST, 8"})
  void leavesRoomForGossipInWhatIsPromised(Failover failover, int seconds) {
    Config cluster = failover.config().getConfig("akka.cluster");
    Duration sum =
        cluster
            .getDuration("failure-detector.heartbeat-interval")
            .plus(cluster.getDuration("failure-detector.acceptable-heartbeat-pause"))
            .plus(cluster.getDuration("split-brain-resolver.stable-after"))
            .plus(cluster.getDuration("down-removal-margin"));
    assertThat(sum).isLessThan(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @EnumSource(Failover.class)
  void letsCoordinatorsAloneDecideWhoGoesOn(Failover failover) {
    Config resolver = failover.config().getConfig("akka.cluster.split-brain-resolver");
    assertThat(resolver.getString("active-strategy")).isEqualTo("keep-majority");
    assertThat(resolver.getString("keep-majority.role")).isEqualTo("coordinator");
  }

  /** Akka would let any member create any actor on any other. */
  @ParameterizedTest
  @EnumSource(Failover.class)
  void letsNobodyElseMakeActorsHere(Failover failover) {
    Config deployment = ConfigFactory.load(failover.config()).getConfig("akka.remote.deployment");
    assertThat(deployment.getBoolean("enable-allow-list")).isTrue();
    assertThat(deployment.getStringList("allowed-actor-classes")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Failover.class)
  void letsInWhoJudgesAlike(Failover failover) {
    assertThat(alike.check(failover.config(), failover.config())).isEqualTo(Valid$.MODULE$);
  }

  @Test
  void letsNobodyInWhoJudgesByOtherTimes() {
    assertThat(alike.check(Failover.FAST.config(), Failover.DEFAULT.config()))
        .isInstanceOf(Invalid.class);
    Config longer =
        ConfigFactory.parseString("akka.cluster.split-brain-resolver.stable-after = 8s")
            .withFallback(Failover.DEFAULT.config());
    assertThat(alike.check(longer, Failover.DEFAULT.config()))
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid -> assertThat(invalid.errorMessages().mkString()).contains("stable-after"));
  }
}
