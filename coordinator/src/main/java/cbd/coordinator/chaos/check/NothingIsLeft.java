package cbd.coordinator.chaos.check;

import java.util.ArrayList;
import java.util.List;

/** No process outlives its parent, no file is half written, the store is sound. */
final class NothingIsLeft implements Promise {
  @Override
  public String words() {
    return "no orphan process, none that ends by itself, no temporary or damaged file";
  }

  @Override
  public List<String> broken(Evidence evidence) {
    List<String> broken = new ArrayList<>();
    evidence.remains().processes().forEach(line -> broken.add("process " + line));
    evidence.remains().files().forEach(line -> broken.add("file " + line));
    evidence.remains().damage().forEach(line -> broken.add("store " + line));
    return broken;
  }
}
