package cbd.coordinator;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/** Actor systems of tests: Akka's own patience, 3 to 10 s, is too short for a busy machine. */
public final class PatientActors {
  public static final Config CONFIG =
      ConfigFactory.parseString(
              """
              akka.loglevel = WARNING
              akka.logger-startup-timeout = 30s
              akka.actor.testkit.typed {
                default-timeout = 60s
                single-expect-default = 60s
                system-shutdown-default = 60s
              }
              """)
          .withFallback(ConfigFactory.load());

  private PatientActors() {}
}
