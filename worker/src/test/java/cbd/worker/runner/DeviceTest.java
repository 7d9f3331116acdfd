package cbd.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {
  @Test
  void withoutAnybodySharingThemOutItIsTheMachinesOwnNumber() {
    assertThat(Device.visible("gpu:3", null)).contains("3");
  }

  @ParameterizedTest
  @CsvSource({
    "gpu:0, '2,5', 2",
    "gpu:1, '2,5', 5",
    "gpu:1, '2, 5', 5",
    "gpu:0, GPU-8932f937-d72c, GPU-8932f937-d72c",
    "gpu:0, 'MIG-1,MIG-2', MIG-1"
  })
  void itIsTheOneOfThatPlaceAmongThoseGiven(String device, String given, String visible) {
    assertThat(Device.visible(device, given)).contains(visible);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "NoDevFiles", "7"})
  void nobodyTakesOneThatWasNotGiven(String given) {
    assertThat(Device.visible("gpu:1", given)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "NoDevFiles"})
  void noneIsGivenByTheWordsForNone(String given) {
    assertThat(Device.visible("gpu:0", given)).isEmpty();
  }

  @Test
  void theCpuSeesNoGpu() {
    assertThat(Device.visible("cpu", "2,5")).contains("");
  }
}
