package cbd.coordinator.schedule;

import cbd.domain.Failure;

/** How much company a trial may have where it runs; it gets less each time memory ran out. */
public enum Room {
  /** As many neighbours as there are slots. */
  ANY,
  /** No other attempt on the same device of the same worker. */
  ALONE_ON_DEVICE,
  /** No other attempt on the same worker. */
  ALONE_ON_WORKER;

  /** What a trial gets after a failure: the next rung, where company may have been the cause. */
  public Room after(Failure failure) {
    return switch (failure.remedy()) {
      case NONE, ELSEWHERE, ELSEWHERE_ONCE -> this;
      case FEWER_ON_DEVICE -> this == ANY ? ALONE_ON_DEVICE : ALONE_ON_WORKER;
      case FEWER_ON_WORKER -> ALONE_ON_WORKER;
    };
  }
}
