package cbd.coordinator.store;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/schema.md} tells the truth. */
class SchemaPageTest {
  private static final Path PAGE = Path.of("..", "docs", "schema.md");
  private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);
  private static final Pattern PYTHON_SQL = Pattern.compile("read_sql\\(\"(.*?)\"");
  private static final Pattern SECTION =
      Pattern.compile("\n### `(\\w+)`(.*?)(?=\n##)", Pattern.DOTALL);

  @TempDir private Path folder;

  private static List<String> found(Pattern pattern) throws IOException {
    return pattern.matcher(Files.readString(PAGE)).results().map(match -> match.group(1)).toList();
  }

  private Store filled() {
    Store store = Store.open(folder.resolve("cbd.db"));
    Term term = store.beginTerm("here", Samples.at(0));
    store.append(term, List.of(Samples.accepted(0, "demo", Samples.trials(4))));
    store.append(term, Story.of(1, 600).events());
    return store;
  }

  @Test
  void showsQueriesThatRunAndFindSomething() throws IOException {
    List<String> queries = found(SQL);
    assertThat(queries).hasSizeGreaterThan(5);
    try (Store store = filled()) {
      for (String query : queries) {
        String sql = query.strip().replaceAll(";$", "");
        assertThat(rows(store, sql)).as(sql).isNotEmpty();
      }
      for (String sql : found(PYTHON_SQL)) {
        assertThat(rows(store, sql)).as(sql).isNotEmpty();
      }
    }
  }

  private static List<Map<String, Object>> rows(Store store, String sql) {
    return store.jdbi().withHandle(handle -> handle.createQuery(sql).mapToMap().list());
  }

  @Test
  void describesEveryTableAndEveryColumn() throws IOException {
    Map<String, String> sections =
        SECTION
            .matcher(Files.readString(PAGE))
            .results()
            .collect(toMap(m -> m.group(1), m -> m.group(2)));
    try (Store store = filled()) {
      store
          .jdbi()
          .useHandle(
              handle -> {
                assertThat(new TreeSet<>(sections.keySet())).isEqualTo(tables(handle));
                sections.forEach((table, text) -> describes(handle, table, text));
              });
    }
  }

  private static Set<String> tables(Handle handle) {
    return new TreeSet<>(
        handle
            .createQuery(
                "select name from sqlite_master where type in ('table', 'view')"
                    + " and name not like 'sqlite_%' and name not like 'flyway_%'")
            .mapTo(String.class)
            .list());
  }

  private static void describes(Handle handle, String table, String text) {
    List<String> words =
        Pattern.compile("`(\\w+)`").matcher(text).results().map(MatchResult::group).toList();
    List<String> columns =
        handle
            .createQuery("select name from pragma_table_info('" + table + "')")
            .mapTo(String.class)
            .list();
    for (String column : columns) {
      if (!column.equals("id") || !table.equals("coordinator_epoch")) {
        assertThat(words).as("column of " + table).contains("`" + column + "`");
      }
    }
  }
}
