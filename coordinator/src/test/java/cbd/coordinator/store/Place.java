package cbd.coordinator.store;

import java.nio.file.Path;

/** The kinds of database that a store can lie in; what holds in one must hold in the other. */
enum Place {
  /** Each name is a file. */
  SQLITE {
    @Override
    Database database(Path folder, String name) {
      return Database.file(folder.resolve("new").resolve(name + ".db"));
    }
  },

  /** Each folder and name is a schema of one server. */
  POSTGRESQL {
    @Override
    Database database(Path folder, String name) {
      return PostgresServer.schema(folder, name);
    }
  };

  /** The same place for the same folder and name; empty at first. */
  abstract Database database(Path folder, String name);
}
