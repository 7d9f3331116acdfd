package cbd.coordinator.store;

import cbd.domain.AttackPicture;
import cbd.domain.LeaseId;
import cbd.domain.TrialId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came beside reports, on its way into the store. */
public record Enclosures(List<OfAttempt> logs, List<OfTrial> pictures) {
  public Enclosures {
    logs = List.copyOf(logs);
    pictures = List.copyOf(pictures);
  }

  /**
   * The end of an attempt's log.
   *
   * @param trial the attempt's; null: an older worker does not say
   */
  public record OfAttempt(LeaseId lease, @Nullable TrialId trial, KeptLog log) {}

  /**
   * What a trial's attack does to images.
   *
   * @param digest of the picture
   * @param picture null: only that it belongs to the trial
   */
  public record OfTrial(TrialId trial, String digest, @Nullable AttackPicture picture) {}
}
