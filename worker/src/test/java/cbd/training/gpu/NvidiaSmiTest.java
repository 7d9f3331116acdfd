package cbd.training.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a shell in the place of the program. */
@Timeout(60)
class NvidiaSmiTest {

  @Test
  void cutsWhatIsToldIntoCells() {
    assertThat(shell("echo '0, NVIDIA H100 80GB HBM3 ,81559\n1,,2'").ask("--query-gpu=a,b"))
        .containsExactly(List.of("0", "NVIDIA H100 80GB HBM3", "81559"), List.of("1", "", "2"));
  }

  @Test
  void asksWithoutUnits() {
    assertThat(shell("echo \"$0 $1 $2\" | tr , ' '").ask("--query-gpu=name", "--id=1"))
        .containsExactly(List.of("--query-gpu=name --id=1 --format=csv noheader nounits"));
  }

  @Test
  void makesNothingOfAProgramThatComplains() {
    assertThat(shell("echo '0, GPU-a'; exit 9").ask("--query-gpu=index,uuid")).isEmpty();
  }

  @Test
  void doesWithoutAProgramThatIsMissing() {
    NvidiaSmi missing = new NvidiaSmi(List.of("/no/such/program"), Duration.ofSeconds(1));

    assertThat(missing.ask("--query-gpu=index")).isEmpty();
  }

  @Test
  void killsAProgramThatHangsAndItsChildren() {
    NvidiaSmi hanging = shell("sleep 4321; true").within(Duration.ofMillis(300));

    assertThat(hanging.ask("--query-gpu=index")).isEmpty();
    // Without its parent the child is nobody's descendant.
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(
                        ProcessHandle.allProcesses()
                            .map(process -> process.info().commandLine().orElse(""))
                            .filter(line -> line.contains("sleep 4321")))
                    .isEmpty());
  }

  @Test
  void isNotHeldUpByAChildThatKeepsItsOutputOpen() {
    assertThat(shell("sleep 30 & echo '0, GPU-a'").ask("--query-gpu=index,uuid"))
        .containsExactly(List.of("0", "GPU-a"));
    ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().commandLine().orElse("").contains("sleep 30"))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private static NvidiaSmi shell(String script) {
    return new NvidiaSmi(List.of("/bin/sh", "-c", script), Duration.ofSeconds(20));
  }
}
