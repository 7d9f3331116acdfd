package cbd.training.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which changes of the code make other stages and checkpoints. */
class RunningCodeTest {
  private static final Map<String, String> CLASSES =
      Map.of(
          "cbd/training/trial/TrialRunner.class", "trains",
          "cbd/training/engine/natives.properties", "libtorch=2.7.1",
          "cbd/domain/Training.class", "rates",
          "cbd/worker/actor/WorkerAgent.class", "talks",
          "cbd/build.properties", "version=0.1.0");

  @TempDir private Path folder;

  private Path jar(String name, Map<String, String> files) throws IOException {
    Path jar = folder.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  private String with(String file, String content) throws IOException {
    Map<String, String> files = new TreeMap<>(CLASSES);
    files.put(file, content);
    return RunningCode.hash(List.of(jar("changed.jar", files)));
  }

  @Test
  void isTheSameInAJarAndInAFolderOfClasses() throws IOException {
    for (Map.Entry<String, String> file : CLASSES.entrySet()) {
      Path place = folder.resolve("classes").resolve(file.getKey());
      Files.createDirectories(place.getParent());
      Files.writeString(place, file.getValue());
    }
    assertThat(RunningCode.hash(List.of(folder.resolve("classes"))))
        .isEqualTo(RunningCode.hash(List.of(jar("same.jar", CLASSES))));
  }

  @Test
  void changesWithWhateverCanChangeANumber() throws IOException {
    String before = RunningCode.hash(List.of(jar("before.jar", CLASSES)));
    assertThat(with("cbd/training/trial/TrialRunner.class", "trains otherwise"))
        .isNotEqualTo(before);
    assertThat(with("cbd/training/engine/natives.properties", "libtorch=2.8.0"))
        .isNotEqualTo(before);
    assertThat(with("cbd/domain/Training.class", "other rates")).isNotEqualTo(before);
    assertThat(with("cbd/text/Added.class", "reads")).isNotEqualTo(before);
  }

  @Test
  void staysAsItIsWhenOnlyTheTalkWithTheClusterChanges() throws IOException {
    String before = RunningCode.hash(List.of(jar("before.jar", CLASSES)));
    assertThat(with("cbd/worker/actor/WorkerAgent.class", "talks otherwise")).isEqualTo(before);
    assertThat(with("cbd/wire/WorkerProtocol$Added.class", "a message")).isEqualTo(before);
    assertThat(with("cbd/build.properties", "version=0.2.0")).isEqualTo(before);
  }
}
