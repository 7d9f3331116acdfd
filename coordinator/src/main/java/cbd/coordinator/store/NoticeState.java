package cbd.coordinator.store;

/** How far the telling of a notice by one channel is. */
public enum NoticeState {
  /** To be tried, now or later. */
  DUE,
  /** The other side took it. */
  SENT,
  /** Nobody took it in all the time there was. */
  GIVEN_UP
}
