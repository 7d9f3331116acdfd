package cbd.coordinator.notice;

import cbd.text.About;
import cbd.text.Between;
import cbd.text.Default;
import cbd.text.InvalidValueException;
import cbd.text.Rules;
import java.util.HashSet;
import java.util.List;

/** The top level of a file of {@code cbd coordinator --notify}. */
@About("What people are told, and how.")
record NoticeText(
    @About("Ways to tell.") List<ChannelText> channels,
    @About("So many minutes without any progress, though trials wait or run, are a stall.")
        @Between(min = 1, max = 10_080)
        @Default("30")
        int stalledMinutes,
    @About("A notice that nobody took for so many hours is given up.")
        @Between(min = 1, max = 720)
        @Default("72")
        int giveUpHours,
    @About("Where people reach the web page, for links; empty: where the coordinator serves it.")
        @Default("")
        String page) {
  NoticeText {
    Rules.check(NoticeText.class, channels, stalledMinutes, giveUpHours, page);
    Rules.refuse(
        channels.isEmpty() ? new InvalidValueException("channels", "must be at least one") : null,
        channels.stream().map(ChannelText::name).allMatch(new HashSet<>()::add)
            ? null
            : new InvalidValueException("channels", "must each have a name of its own"),
        page.isEmpty() || page.matches("https?://[^\\s\\p{Cntrl}]+")
            ? null
            : new InvalidValueException("page", "must start with https:// or http://"));
    channels = List.copyOf(channels);
  }
}
