package cbd;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import akka.actor.typed.ActorSystem;
import cbd.cli.Main;
import cbd.membership.StuckConnections;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Random;
import java.util.function.IntSupplier;

/**
 * How things are called, what only some may do and what all of a kind must, wherever they stand.
 */
@AnalyzeClasses(packages = "cbd", importOptions = DoNotIncludeTests.class)
class ConventionsTest {
  @ArchTest
  static final ArchRule packagesSayWhatTheyHold =
      noClasses()
          .should()
          .resideInAnyPackage(
              "..util..",
              "..utils..",
              "..common..",
              "..helper..",
              "..misc..",
              "..base..",
              "..impl..");

  @ArchTest
  static final ArchRule classesSayWhatTheyAre =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager");

  @ArchTest
  static final ArchRule timeAndChanceAreArguments =
      noClasses()
          .that(ArchitectureTest.areNoMains())
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", long.class, int.class)
          .orShould()
          .callConstructor(Random.class)
          .orShould()
          .callConstructor(Random.class, long.class);

  @ArchTest
  static final ArchRule onlyCommandLinesPrint =
      noClasses()
          .that()
          .resideOutsideOfPackage("..cli..")
          .should()
          .accessField(System.class, "out");

  @ArchTest
  static final ArchRule noNodeWaitsForItsEndForEver =
      classes()
          .that(
              describe(
                  "make an actor system",
                  made ->
                      made.getMethodCallsFromSelf().stream()
                          .anyMatch(
                              call ->
                                  call.getName().equals("create")
                                      && call.getTargetOwner().isEquivalentTo(ActorSystem.class))))
          .should()
          .callMethod(StuckConnections.class, "cutWith", ActorSystem.class);

  @ArchTest
  static final ArchRule programsEndWithTheirErrors =
      classes()
          .that(
              describe(
                  "are programs",
                  program -> program.tryGetMethod("main", String[].class).isPresent()))
          .should()
          .callMethod(Main.class, "exitWith", IntSupplier.class);
}
