package cbd.text;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One list for all that are equal: what 100,000 cells of a grid say alike is held once and not
 * 100,000 times. Thread-safe.
 */
public final class SharedLists {
  private final Map<List<Object>, List<Object>> lists = new ConcurrentHashMap<>();

  /** The first list that was equal to this one. */
  List<Object> of(List<Object> list) {
    List<Object> first = lists.putIfAbsent(list, list);
    return first == null ? list : first;
  }
}
