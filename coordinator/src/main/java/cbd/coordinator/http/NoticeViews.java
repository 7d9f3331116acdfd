package cbd.coordinator.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notices that nobody was told of, as the API shows them. */
public final class NoticeViews {
  private NoticeViews() {}

  /** Notices that were given up, the latest first. */
  public record UntoldList(List<UntoldView> untold) {}

  /**
   * A notice that a channel has given up.
   *
   * @param kind such as sweep.failed
   * @param sweep that it is about; null: the whole cluster
   * @param tries how often it was tried
   * @param reason what the other side said at last, or why it could not be asked
   */
  public record UntoldView(
      String id,
      String kind,
      @Nullable String sweep,
      String at,
      String subject,
      String channel,
      int tries,
      String reason,
      String givenUpAt) {}
}
