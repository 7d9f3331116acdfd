package cbd;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.InstantSource;

/** Who may import whom: a rule for each line of the agreed table. */
@AnalyzeClasses(packages = "cbd", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String AKKA = "akka..";
  private static final String DJL = "ai.djl..";
  private static final String JNA = "com.sun.jna..";
  private static final String KRYO = "com.esotericsoftware..";
  private static final String YAML_PARSER = "org.snakeyaml..";
  private static final String LOG = "org.slf4j..";
  private static final String[] SQL = {
    "java.sql..", "javax.sql..", "org.jdbi..", "org.flywaydb..", "com.zaxxer..", "org.sqlite.."
  };

  // --- protocol

  @ArchTest static final ArchRule text = only("cbd.text..");

  @ArchTest static final ArchRule yaml = only("cbd.yaml..", "cbd.text..", YAML_PARSER);

  @ArchTest static final ArchRule domain = only("cbd.domain..", "cbd.text..");

  @ArchTest static final ArchRule cli = only("cbd.cli..", "picocli..");

  @ArchTest static final ArchRule disk = only("cbd.disk..", "cbd.domain..");

  /** Of Akka, messages know only what they carry: references and the keys to find them by. */
  @ArchTest
  static final ArchRule wire =
      only(
          resideInAPackage("cbd.wire..").and(not(resideInAPackage("cbd.wire.kryo.."))),
          resideInAnyPackage("cbd.wire..", "cbd.domain..")
              .or(nameMatching("akka\\.actor\\.typed\\.ActorRef"))
              .or(nameMatching("akka\\.actor\\.typed\\.receptionist\\.ServiceKey")));

  /** {@code akka.actor..} for the resolver that turns references into text and back. */
  @ArchTest
  static final ArchRule wireKryo =
      only(
          "cbd.wire.kryo..",
          "cbd.wire",
          "cbd.domain..",
          "cbd.text..",
          "cbd.yaml..",
          KRYO,
          "akka.serialization..",
          "akka.actor..");

  /** Named in every member's configuration, and asked by Akka. */
  @ArchTest
  static final ArchRule membership =
      only(
          "cbd.membership..",
          "cbd.tls..",
          AKKA,
          "com.typesafe..",
          "javax.net.ssl..",
          "scala..",
          LOG);

  @ArchTest
  static final ArchRule tls =
      only("cbd.tls..", "javax.net.ssl..", "javax.security.auth.x500..", LOG);

  @ArchTest
  static final ArchRule metrics =
      only(
          "cbd.metrics..",
          "cbd.text..",
          "io.prometheus..",
          "akka..",
          "com.typesafe.config..",
          "scala..",
          LOG);

  @ArchTest static final ArchRule onlyWireKryoKnowsKryo = onlyIn("cbd.wire.kryo..", KRYO);

  @ArchTest static final ArchRule onlyYamlKnowsTheParser = onlyIn("cbd.yaml..", YAML_PARSER);

  @ArchTest
  static final ArchRule yamlIsForThoseWhoReadFiles =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "cbd.yaml..",
              "cbd.wire.kryo..",
              "cbd.coordinator.sweep..",
              "cbd.coordinator.notice..",
              "cbd.training.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("cbd.yaml..");

  // --- coordinator

  @ArchTest
  static final ArchRule sweep =
      only("cbd.coordinator.sweep..", "cbd.domain..", "cbd.text..", "cbd.yaml..");

  @ArchTest static final ArchRule schedule = only("cbd.coordinator.schedule..", "cbd.domain..");

  @ArchTest
  static final ArchRule stopping =
      only("cbd.coordinator.stopping..", "cbd.coordinator.schedule..", "cbd.domain..");

  @ArchTest
  static final ArchRule scheduleIsToldTheTime =
      noClasses()
          .that()
          .resideInAnyPackage("cbd.coordinator.schedule..", "cbd.coordinator.stopping..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(InstantSource.class);

  @ArchTest
  static final ArchRule leaderboard =
      only("cbd.coordinator.leaderboard..", "cbd.domain..", "cbd.text..");

  @ArchTest static final ArchRule forecast = only("cbd.coordinator.forecast..", "cbd.domain..");

  @ArchTest
  static final ArchRule plan =
      only("cbd.coordinator.plan..", "cbd.coordinator.forecast..", "cbd.domain..");

  @ArchTest static final ArchRule access = only("cbd.coordinator.access..", "cbd.domain..");

  @ArchTest
  static final ArchRule certificate =
      only(
          "cbd.coordinator.certificate..",
          "cbd.tls..",
          "cbd.disk..",
          "org.bouncycastle..",
          "javax.security.auth.x500..");

  @ArchTest
  static final ArchRule onlyCertificatesAreMadeByBouncyCastle =
      onlyIn("cbd.coordinator.certificate..", "org.bouncycastle..");

  @ArchTest
  static final ArchRule store =
      only(
          resideInAPackage("cbd.coordinator.store.."),
          resideInAnyPackage(
                  "cbd.coordinator.store..",
                  "cbd.coordinator.access..",
                  "cbd.coordinator.schedule..",
                  "cbd.domain..",
                  "cbd.text..",
                  LOG)
              .or(resideInAnyPackage(SQL)));

  @ArchTest
  static final ArchRule checkpoint =
      only("cbd.coordinator.checkpoint..", "cbd.disk..", "cbd.domain..", LOG);

  @ArchTest
  static final ArchRule coordinatorActor =
      only(
          "cbd.coordinator.actor..",
          "cbd.coordinator.checkpoint..",
          "cbd.coordinator.sweep..",
          "cbd.coordinator.schedule..",
          "cbd.coordinator.stopping..",
          "cbd.coordinator.leaderboard..",
          "cbd.coordinator.forecast..",
          "cbd.coordinator.store..",
          "cbd.domain..",
          "cbd.metrics..",
          "cbd.text..",
          "cbd.wire..",
          AKKA,
          "com.typesafe.config..",
          "scala..",
          LOG);

  /** It asks as people do, and of the store's writing side keeps to its own book. */
  @ArchTest
  static final ArchRule notice =
      only(
          "cbd.coordinator.notice..",
          "cbd.coordinator.actor..",
          "cbd.coordinator.store..",
          "cbd.domain..",
          "cbd.text..",
          "cbd.tls..",
          "cbd.yaml..",
          "jakarta.mail..",
          "javax.crypto..",
          "javax.net.ssl..",
          LOG);

  @ArchTest
  static final ArchRule onlyNoticesKnowMail = onlyIn("cbd.coordinator.notice..", "jakarta.mail..");

  /** They may read what is on disk, through the read-only store and its rows, and write nothing. */
  @ArchTest
  static final ArchRule shopWindowsShowNoInternals =
      noClasses()
          .that()
          .resideInAnyPackage(
              "cbd.coordinator.http..",
              "cbd.coordinator.cli..",
              "cbd.coordinator.metrics..",
              "cbd.coordinator.model..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("cbd.coordinator.schedule..", "cbd.wire..")
                  .or(nameMatching("cbd\\.coordinator\\.store\\.(Store|Term|StoredState.*)")));

  @ArchTest
  static final ArchRule onlyTheStoreKnowsSql =
      noClasses()
          .that()
          .resideOutsideOfPackage("cbd.coordinator.store..")
          .and(areNoMains())
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SQL);

  /** The judge looks at what there is, and touches nothing. */
  @ArchTest
  static final ArchRule chaosCheck =
      only(
          "cbd.coordinator.chaos.check..",
          "cbd.coordinator.schedule..",
          "cbd.coordinator.store..",
          "cbd.coordinator.leaderboard..",
          "cbd.coordinator.http..",
          "cbd.domain..");

  @ArchTest static final ArchRule chaosNetwork = only("cbd.coordinator.chaos.network..");

  /** It hurts processes from outside: it has no way into a coordinator but the doors all have. */
  @ArchTest
  static final ArchRule chaosStaysOutside =
      noClasses()
          .that()
          .resideInAPackage("cbd.coordinator.chaos..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("cbd.coordinator.actor..", "cbd.wire..", AKKA)
                  .or(nameMatching("cbd\\.coordinator\\.store\\.(Store|Term|StoredState.*)")));

  @ArchTest
  static final ArchRule coordinatorDoesNotKnowTheWorker =
      never("cbd.coordinator..", "cbd.worker..", "cbd.training..", DJL);

  // --- worker

  /** {@code cbd.text} because the runner is told its trial, and tells its progress, as text. */
  @ArchTest
  static final ArchRule training =
      only(
          resideInAPackage("cbd.training..")
              .and(not(resideInAPackage("cbd.training.cli..")))
              .and(areNoMains()),
          resideInAnyPackage(
                  "cbd.training..",
                  "cbd.disk..",
                  "cbd.domain..",
                  "cbd.text..",
                  DJL,
                  JNA,
                  LOG,
                  "javax.imageio..")
              .and(not(resideInAPackage("cbd.training.cli.."))));

  /** Past DJL, by names that only one version of libtorch has. */
  @ArchTest
  static final ArchRule onlyTheEngineCallsNativeCode = onlyIn("cbd.training.engine..", JNA);

  @ArchTest
  static final ArchRule trainingHasNeverHeardOfTheCluster =
      never("cbd.training..", AKKA, KRYO, "cbd.wire..", "cbd.worker..", "cbd.coordinator..");

  /** The agent runs without a training jar on its class path. */
  @ArchTest
  static final ArchRule workerDoesNotTrain = never("cbd.worker..", DJL, "cbd.coordinator..");

  @ArchTest
  static final ArchRule workerActor =
      only(
          "cbd.worker.actor..",
          "cbd.worker..",
          "cbd.membership..",
          "cbd.wire..", // Of kryo: how many messages could not be read.
          "cbd.domain..",
          "cbd.metrics..",
          "cbd.training.checkpoint..", // It carries their files, and reads nothing in them.
          AKKA,
          "com.typesafe.config..",
          "scala..",
          "io.prometheus..",
          LOG);

  // --- everywhere

  @ArchTest
  static final ArchRule noCycles = slices().matching("cbd.(**)").should().beFreeOfCycles();

  /** Classes of {@code home} depend on {@code home}, {@code others}, the JDK's core and nothing. */
  private static ArchRule only(String home, String... others) {
    return only(resideInAPackage(home), resideInAPackage(home).or(resideInAnyPackage(others)));
  }

  private static ArchRule only(
      DescribedPredicate<? super JavaClass> home, DescribedPredicate<? super JavaClass> others) {
    DescribedPredicate<JavaClass> known =
        resideInAnyPackage("java..", "org.jspecify.annotations..", "com.google.errorprone..");
    return classes().that(home).should().onlyDependOnClassesThat(known.or(others));
  }

  private static ArchRule onlyIn(String home, String library) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  private static ArchRule never(String home, String... strangers) {
    return noClasses()
        .that()
        .resideInAPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(strangers);
  }

  static DescribedPredicate<JavaClass> areNoMains() {
    return not(nameMatching(".*Main(\\$.*)?")).forSubtype();
  }
}
