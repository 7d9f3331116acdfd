package cbd.coordinator.chaos.fault;

import cbd.coordinator.chaos.cluster.LocalCluster;

/**
 * What a fault can reach.
 *
 * @param cluster whose members it hurts
 * @param workload whose sweeps clients submit, well or badly
 */
public record Scene(LocalCluster cluster, Workload workload) {}
