package cbd.coordinator.schedule;

import cbd.domain.EpochMetrics;
import cbd.domain.Lease;
import cbd.domain.Progress;
import cbd.domain.Scores;
import cbd.domain.Trial;
import java.util.Optional;

/**
 * A leased trial as people and metrics see it. What was heard before a restart of the coordinator
 * is forgotten here (the store has it).
 *
 * @param progress the latest one of this attempt
 * @param lastEpoch the latest measurement of this attempt, of whichever network
 * @param lastScores the latest scores of the final network in this attempt
 */
public record RunningTrial(
    Trial trial,
    Lease lease,
    Optional<Progress> progress,
    Optional<EpochMetrics> lastEpoch,
    Optional<Scores> lastScores) {}
