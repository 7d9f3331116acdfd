package cbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A distribution of the version after this one: the same jars, but for two. Its protocol has
 * another version and a message more ({@link cbd.next.Novelty}), its coordinator a migration more.
 */
final class NextBuild {
  static final String VERSION = "0.2.0";

  /** The number of its last migration. */
  static final int SCHEMA = 999;

  private static final Path SOURCES = Path.of("").toAbsolutePath().getParent();
  private static final List<String> FOLDERS =
      List.of("common", "cluster", "coordinator", "worker", "training");

  private static final String REFERENCE =
      """
      akka.library-extensions += "cbd.next.Greeter"
      akka.actor {
        allow-java-serialization = off
        serializers.cbd-wire = "cbd.next.NextSerializer"
        serialization-identifiers."cbd.next.NextSerializer" = 9001
        serialization-bindings."cbd.wire.Wire" = cbd-wire
        serialization-bindings."cbd.next.Novelty" = cbd-wire
      }
      """;

  private static final String MIGRATION =
      """
      alter table trial add column mood text not null default 'calm';
      create table novelty (trial text not null primary key);
      """;

  private NextBuild() {}

  /** Lays it out in a folder that does not exist yet. */
  static Path in(Path home) throws IOException {
    for (String name : FOLDERS) {
      Path folder = Files.createDirectories(home.resolve("lib").resolve(name));
      try (Stream<Path> jars = Files.list(Processes.HOME.resolve("lib").resolve(name))) {
        for (Path jar : jars.toList()) {
          add(jar, folder);
        }
      }
    }
    Path launcher = home.resolve("cbd");
    Files.copy(Processes.HOME.resolve("cbd"), launcher);
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    return home;
  }

  private static void add(Path jar, Path folder) throws IOException {
    String name = String.valueOf(jar.getFileName());
    if (name.startsWith("cbd-protocol-")) {
      Path copy = Files.copy(jar, folder.resolve("cbd-protocol-" + VERSION + ".jar"));
      try (FileSystem inside = FileSystems.newFileSystem(copy)) {
        Files.writeString(inside.getPath("reference.conf"), REFERENCE);
        Files.writeString(
            inside.getPath("cbd", "build.properties"),
            "version=" + VERSION + "\ncommit=next\ndirty=false\n");
        addNovelty(inside.getPath("cbd", "next"));
      }
    } else if (name.startsWith("cbd-coordinator-")) {
      Path copy = Files.copy(jar, folder.resolve("cbd-coordinator-" + VERSION + ".jar"));
      try (FileSystem inside = FileSystems.newFileSystem(copy)) {
        Files.writeString(
            inside.getPath("db", "common", "V" + SCHEMA + "__next.sql"),
            MIGRATION,
            StandardCharsets.UTF_8);
        Files.write(
            inside.getPath("cbd", "coordinator", "store", "Schema.class"),
            schema(folder.resolveSibling("classes")));
      }
    } else {
      Files.createSymbolicLink(folder.resolve(name), jar);
    }
  }

  private static void addNovelty(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path compiled = Path.of("target", "test-classes", "cbd", "next");
    try (Stream<Path> classes = Files.list(compiled)) {
      for (Path each : classes.toList()) {
        Files.copy(each, folder.resolve(String.valueOf(each.getFileName())));
      }
    }
  }

  /** This build's schema, compiled with the number of the migration that comes after its last. */
  private static byte[] schema(Path classes) throws IOException {
    Path source = SOURCES.resolve("coordinator/src/main/java/cbd/coordinator/store/Schema.java");
    String text = Files.readString(source);
    String next = text.replaceFirst("int VERSION = \\d+;", "int VERSION = " + SCHEMA + ";");
    assertThat(next).as("%s names its version", source).isNotEqualTo(text);
    Path changed = Files.createDirectories(classes).resolve("Schema.java");
    Files.writeString(changed, next);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp", classPath());
      boolean compiled =
          compiler
              .getTask(complaints, files, null, options, null, files.getJavaFileObjects(changed))
              .call();
      assertThat(compiled).as(complaints.toString()).isTrue();
    }
    return Files.readAllBytes(classes.resolve("cbd/coordinator/store/Schema.class"));
  }

  private static String classPath() throws IOException {
    List<String> all = new ArrayList<>();
    for (String name : List.of("common", "coordinator")) {
      try (Stream<Path> jars = Files.list(Processes.HOME.resolve("lib").resolve(name))) {
        jars.map(Path::toString).forEach(all::add);
      }
    }
    return String.join(File.pathSeparator, all);
  }
}
