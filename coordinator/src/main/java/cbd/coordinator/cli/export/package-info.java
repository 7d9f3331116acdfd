/**
 * A sweep's results as files: tables for programs, figures for people and papers. Start with {@link
 * cbd.coordinator.cli.export.SweepExport}.
 */
@NullMarked
package cbd.coordinator.cli.export;

import org.jspecify.annotations.NullMarked;
