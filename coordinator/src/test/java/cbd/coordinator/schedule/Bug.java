package cbd.coordinator.schedule;

/** Mistakes that the simulation must catch; it would prove nothing if it did not. */
enum Bug {
  NONE,
  /** Reports count under whatever lease the trial now has: no fencing token. */
  IGNORES_THE_FENCE,
  /** A worker is told that its report is safe before the store has it. */
  ACKNOWLEDGES_BEFORE_THE_COMMIT,
  /** After a restart lease ids start from 1 again. */
  FORGETS_LEASE_IDS,
  /** After a restart running trials are queued as if nobody ran them. */
  FORGETS_LEASES,
  /** Expired leases are not noticed: a silent worker keeps its trial for ever. */
  NEVER_EXPIRES,
  /** A lost attempt is granted again without end. */
  IGNORES_MAX_ATTEMPTS,
  /** After a restart attempts that did not count have counted. */
  FORGETS_EXCUSES,
  /** After a restart paused trials are queued. */
  FORGETS_PAUSES,
  /** After a restart every worker is in service. */
  FORGETS_HOLDS,
  /** After a restart slots that a lease takes beside its own are free. */
  FORGETS_SLOTS_BESIDE,
  /** Trials are granted to slots whatever memory these have. */
  IGNORES_MEMORY,
  /** A lost lease is revived though its trial was granted anew. */
  REVIVES_ANYTHING,
  /** A trial that failed unheard stays so, though its worker comes back with the attempt. */
  LEAVES_FAILED_WHAT_FAILED
}
