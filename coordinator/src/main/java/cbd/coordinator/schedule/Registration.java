package cbd.coordinator.schedule;

import cbd.domain.Lease;
import cbd.domain.LeaseId;
import java.util.List;
import java.util.Optional;

/**
 * What the scheduler answers a worker that registers.
 *
 * @param refusal why the worker may not join; all else is empty then
 * @param adopted those of its running leases that are current: it goes on with them and stops all
 *     others
 * @param resend leases granted to this very process of which it has not spoken yet: the order to
 *     start may have crossed the registration or be lost, so send it again (a worker ignores an
 *     order for a lease it knows)
 * @param events leases that ended because the worker does not run them any more
 */
public record Registration(
    Optional<String> refusal, List<LeaseId> adopted, List<Lease> resend, List<Event> events) {
  public Registration {
    adopted = List.copyOf(adopted);
    resend = List.copyOf(resend);
    events = List.copyOf(events);
  }

  static Registration refused(String reason) {
    return new Registration(Optional.of(reason), List.of(), List.of(), List.of());
  }
}
