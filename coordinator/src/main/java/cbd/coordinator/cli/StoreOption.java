package cbd.coordinator.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --store}: reads what there is in place of asking a coordinator. */
final class StoreOption {
  @Option(
      names = "--store",
      paramLabel = "FILE|URL",
      description =
          "Read this store (a coordinator's cbd.db, or jdbc:postgresql://HOST/DATABASE) in place of"
              + " asking a coordinator.")
  private @Nullable String text;

  /**
   * The store that is named; empty when a coordinator is to be asked.
   *
   * @throws CliFailure when it can be no store
   */
  Optional<StoreAddress> address() {
    return Optional.ofNullable(text).map(StoreAddress::of);
  }
}
