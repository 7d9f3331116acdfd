package cbd.training.trial;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Devices by the names that users write. */
final class Devices {
  private static final Pattern GPU = Pattern.compile("gpu:([0-9]{1,3})");

  private Devices() {}

  /**
   * @param name {@code cpu}, or {@code gpu:} and an index
   * @throws DeviceUnavailableException when there is no such device
   */
  static Device of(String name) {
    if (name.equals("cpu")) {
      return Device.cpu();
    }
    Matcher gpu = GPU.matcher(name);
    if (!gpu.matches()) {
      throw new DeviceUnavailableException(
          "a device is cpu or gpu:0, gpu:1 and so on, but was '" + name + "'");
    }
    int index = Integer.parseInt(gpu.group(1));
    int count = CudaUtils.getGpuCount();
    if (index >= count) {
      throw new DeviceUnavailableException(
          name + " was asked for, but the engine sees " + count + " GPUs here. Use --device cpu");
    }
    return Device.gpu(index);
  }
}
