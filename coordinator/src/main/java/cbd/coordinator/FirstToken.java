package cbd.coordinator;

import cbd.coordinator.access.Role;
import cbd.coordinator.access.Token;
import cbd.coordinator.store.AccessStore;
import cbd.coordinator.store.TokenRow;
import cbd.disk.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The token with which an administrator makes all others: it is made when tokens are needed and
 * none of an administrator is live, or when a person asks for it because it was lost. Whoever can
 * read the coordinator's own directory is its administrator.
 */
final class FirstToken {
  private static final String FILE = "admin-token";
  private static final String NAME = "admin";
  private static final String BY = "this coordinator";

  private final AccessStore store;
  private final Path directory;

  FirstToken(AccessStore store, Path directory) {
    this.store = store;
    this.directory = directory;
  }

  /**
   * Makes it where it is needed.
   *
   * @param insisted whether tokens are needed even while there are none
   * @param wanted whether a person asks for a new one
   * @return the file in which it is, when it was made now
   * @throws StartException when the file cannot be written
   */
  Optional<Path> ensure(boolean insisted, boolean wanted, Instant now) {
    List<TokenRow> tokens = store.tokens();
    boolean needed = insisted || !tokens.isEmpty();
    boolean missing =
        tokens.stream().noneMatch(token -> token.role() == Role.ADMIN && token.isLive(now));
    if (!wanted && !(needed && missing)) {
      return Optional.empty();
    }
    Path file = directory.resolve(FILE);
    Token token = Token.fresh(freeName(tokens));
    try {
      SecretFile.write(file, token.text() + "\n");
    } catch (IOException e) {
      throw new StartException(
          "the administrator's token cannot be written to " + file + ": " + e, e);
    }
    // Of several coordinators that start at once, one makes it.
    boolean made =
        store.add(new TokenRow(token.name(), token.hash(), Role.ADMIN, now, BY, null, null));
    if (!made) {
      deleteQuietly(file);
    }
    return made ? Optional.of(file) : Optional.empty();
  }

  private static String freeName(List<TokenRow> tokens) {
    Set<String> taken = new HashSet<>();
    tokens.forEach(token -> taken.add(token.name()));
    String name = NAME;
    for (int number = 2; taken.contains(name); number++) {
      name = NAME + "-" + number;
    }
    return name;
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // What is in it opens nothing.
    }
  }
}
