/**
 * Trained networks that people may download: fetched from the workers that trained them once their
 * trial has its result, checked, and kept within a budget. Open {@link
 * cbd.coordinator.model.ModelCollector}. What a file holds is not known here, only that it is the
 * one whose digest the trial's result names.
 */
@NullMarked
package cbd.coordinator.model;

import org.jspecify.annotations.NullMarked;
