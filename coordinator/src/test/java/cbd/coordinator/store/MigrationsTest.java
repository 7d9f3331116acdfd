package cbd.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A migration only adds, so that the coordinator of the version before goes on with the tables
 * while a cluster is brought up to date.
 */
class MigrationsTest {
  /** A constraint may go, as one that forbids less comes in its place; a view is made anew. */
  private static final List<Pattern> TAKES_AWAY =
      List.of(
          Pattern.compile("\\bdrop\\s+(table|column|function|trigger)\\b"),
          Pattern.compile("\\brename\\b"),
          Pattern.compile("\\balter\\s+column\\b"),
          Pattern.compile("\\bdelete\\s+from\\b"),
          Pattern.compile("\\badd\\s+column\\b(?=[^,;]*\\bnot\\s+null\\b)(?![^,;]*\\bdefault\\b)"),
          Pattern.compile("\\badd\\s+(constraint\\s+\\w+\\s+)?(unique|foreign|primary)\\b"));

  static List<Path> migrations() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/resources/db"))) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).matches("V\\d+__.*\\.sql"))
          .filter(file -> !String.valueOf(file.getFileName()).equals("V1__store.sql"))
          .sorted()
          .toList();
    }
  }

  private static List<String> takenAway(String sql) {
    String plain = sql.replaceAll("--[^\n]*", "").toLowerCase(Locale.ROOT);
    return TAKES_AWAY.stream()
        .filter(pattern -> pattern.matcher(plain).find())
        .map(Pattern::pattern)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("migrations")
  void onlyAdds(Path migration) throws IOException {
    assertThat(takenAway(Files.readString(migration))).as(migration.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop table hold;",
        "alter table trial drop column room;",
        "alter table trial rename column room to place;",
        "alter table trial alter column room set not null;",
        "alter table trial add column slots integer not null;",
        "alter table trial add constraint one unique (spec);",
        "delete from notice;"
      })
  void seesWhatTakesAway(String sql) {
    assertThat(takenAway(sql)).hasSize(1);
  }

  @Test
  void seesNothingInWhatOnlyAdds() {
    assertThat(
            takenAway(
                """
                -- drop table trial;
                alter table trial add column slots integer not null default 1;
                alter table trial add column note text;
                create table share (id text not null primary key);
                """))
        .isEmpty();
  }
}
