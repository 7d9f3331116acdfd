package cbd.coordinator.chaos;

import cbd.coordinator.chaos.cluster.Shape;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What an ordeal is told.
 *
 * @param seed of the schedule
 * @param faults how many, from 1
 * @param most no fault begins after so long
 * @param launcher the {@code cbd} script
 * @param folder for stores and logs; exists and is empty
 * @param reference where undisturbed results are kept; may be another ordeal's, made when missing
 */
public record OrdealSettings(
    long seed,
    int faults,
    Duration most,
    Shape shape,
    Path launcher,
    Path folder,
    Path reference) {}
