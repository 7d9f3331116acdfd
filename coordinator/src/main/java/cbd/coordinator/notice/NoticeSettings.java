package cbd.coordinator.notice;

import java.time.Duration;
import java.util.List;

/**
 * What people are told, and how.
 *
 * @param channels each with a name of its own
 * @param stalledAfter how long nothing may move
 * @param giveUpAfter how long a notice is tried
 * @param page where people reach the web page; empty when nothing was said of it
 */
public record NoticeSettings(
    List<Channel> channels, Duration stalledAfter, Duration giveUpAfter, String page) {
  public NoticeSettings {
    channels = List.copyOf(channels);
  }
}
