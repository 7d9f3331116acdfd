package cbd.coordinator.chaos.fault;

import cbd.coordinator.chaos.cluster.LocalCluster;
import cbd.coordinator.chaos.cluster.Member;
import java.util.List;
import java.util.function.Predicate;

/** Whom a kind of fault hits. */
enum Victims {
  /** A worker, or the network before it. */
  WORKER {
    @Override
    List<Member> among(LocalCluster cluster, Predicate<Member> free) {
      return cluster.workers().stream().filter(Member::isAlive).filter(free).toList();
    }
  },
  /** What a worker runs at the moment. */
  RUNNER {
    @Override
    List<Member> among(LocalCluster cluster, Predicate<Member> free) {
      return WORKER.among(cluster, free).stream()
          .filter(worker -> !worker.runners().isEmpty())
          .toList();
    }
  },
  /** Nobody of the cluster: someone who talks to a coordinator that nothing else hurts. */
  CLIENT {
    @Override
    List<Member> among(LocalCluster cluster, Predicate<Member> free) {
      return cluster.coordinators().stream().filter(Member::isAlive).filter(free).toList();
    }
  },
  /** A coordinator, and only one at a time: a majority of three goes on. */
  COORDINATOR {
    @Override
    List<Member> among(LocalCluster cluster, Predicate<Member> free) {
      List<Member> all = cluster.coordinators();
      return all.stream().allMatch(free)
          ? all.stream().filter(Member::isAlive).toList()
          : List.of();
    }
  };

  /**
   * Those that can be hit now, in a fixed order.
   *
   * @param free whether nothing hurts a member at the moment
   */
  abstract List<Member> among(LocalCluster cluster, Predicate<Member> free);
}
