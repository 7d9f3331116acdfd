package cbd.coordinator.notice;

import cbd.coordinator.store.NoticeRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes notices, or does not, as a test says. */
final class FakeChannel implements Channel {
  private final String name;
  final List<Instant> tries = new ArrayList<>();
  final List<String> subjects = new ArrayList<>();
  Outcome outcome = new Outcome.Taken("thanks");

  FakeChannel(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String address() {
    return "nowhere";
  }

  @Override
  public Set<Occasion> occasions() {
    return Set.of(Occasion.values());
  }

  @Override
  public Outcome deliver(NoticeRow notice, Instant now) {
    tries.add(now);
    subjects.add(notice.subject());
    return outcome;
  }
}
