package cbd.coordinator.notice;

import java.time.Instant;

/** A notice that a person asks for, to see whether it arrives; the store never hears of it. */
public final class TestNotice {
  private TestNotice() {}

  /** Sends one by a channel; blocks for as long as the channel does. */
  public static Channel.Outcome send(Channel channel, NoticeSettings settings, Instant now) {
    return channel.deliver(new Notices(settings.page()).test(now), now);
  }
}
