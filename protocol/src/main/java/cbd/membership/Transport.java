package cbd.membership;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.remote.artery.tcp.SSLEngineProviderSetup;
import cbd.tls.Tls;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.Optional;

/**
 * How members reach each other: encrypted, each proving that it is one, or in plain text, which the
 * command lines keep on loopback unless a person says otherwise.
 *
 * @param tls empty: plain text
 */
public record Transport(Optional<Tls> tls) {
  /** Neither encrypted nor authenticated. */
  public static final Transport PLAIN = new Transport(Optional.empty());

  /** Between members that all have certificates. */
  public static Transport of(Tls tls) {
    return new Transport(Optional.of(tls));
  }

  /** What an actor system is made with. */
  public ActorSystemSetup setup(Config config) {
    if (tls.isEmpty()) {
      return ActorSystemSetup.create(BootstrapSetup.create(config));
    }
    Config encrypted =
        ConfigFactory.parseMap(
                Map.of("akka.remote.artery.transport", "tls-tcp"), "the command line")
            .withFallback(config);
    MemberEngines engines = new MemberEngines(tls.get());
    return ActorSystemSetup.create(
        BootstrapSetup.create(encrypted), SSLEngineProviderSetup.create(system -> engines));
  }
}
