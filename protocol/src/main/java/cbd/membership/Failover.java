package cbd.membership;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Locale;
import java.util.Map;

/**
 * How soon a member that says nothing is given up, and so how soon another coordinator takes over:
 * heartbeat interval + acceptable pause + stable-after + removal margin, and 1 to 2 s until all
 * know. The same on all members, or they do not let each other in.
 */
public enum Failover {
  /** 16 s and what gossip takes; a pause of 5 s, as in a full garbage collection, is forgiven. */
  DEFAULT,

  /** 6 s and what gossip takes; for networks and machines that never pause for 2 s. */
  FAST;

  /** Where the members' configuration says which of these it follows. */
  static final String SETTING = "cbd.failover";

  /** The part of every member's configuration that must be alike. */
  public Config config() {
    String word = name().toLowerCase(Locale.ROOT);
    Config all = ConfigFactory.parseResources(getClass().getClassLoader(), "cbd/membership.conf");
    return ConfigFactory.parseMap(Map.of(SETTING, word), "the command line")
        .withFallback(all.getConfig("failover." + word))
        .withFallback(all.withoutPath("failover"));
  }
}
