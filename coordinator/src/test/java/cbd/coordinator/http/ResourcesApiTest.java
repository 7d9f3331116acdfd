package cbd.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.Trials;
import cbd.domain.TrialOutcome;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.Wire;
import cbd.wire.WorkerProtocol;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What trials take of a worker, through server, actor and store. */
class ResourcesApiTest {
  private static final long GIB = 1L << 30;
  private static final WorkerId WORKER = new WorkerId("gpu-1");

  @TempDir private Path folder;
  private Api api;

  @BeforeEach
  void open() {
    api = new Api(folder);
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void saysWhyATrialWaitsAndGrantsItAsSoonAsASlotHasTheMemory() throws Exception {
    String file = Api.SWEEP + "resources: {memory: 6 GiB}\n";
    String sweep = "/api/v1/sweeps/" + api.json(api.submit(file)).get("sweep").asText();
    register("gpu:0");
    tellMemory(4 * GIB);
    String why = "no slot has 6 GiB; the largest has 4 GiB (worker gpu-1, gpu:0)";

    JsonNode told = api.getJson(sweep);
    assertThat(told.get("resources").toString()).isEqualTo("{\"slots\":1,\"memory\":6442450944}");
    assertThat(told.at("/live/waiting").asText()).isEqualTo(why);
    assertThat(told.at("/live/eta").isNull()).isTrue();
    assertThat(api.look().queueLength()).as("no slot that were free would do").isZero();
    JsonNode trial = api.getJson(sweep + "/trials").at("/trials/0");
    assertThat(trial.get("resources").get("memory").asLong()).isEqualTo(6 * GIB);
    String path = "/api/v1/trials/" + trial.get("id").asText();
    assertThat(api.getJson(path).get("waiting").asText()).isEqualTo(why);
    JsonNode plan = api.json(api.plan(file, ""));
    assertThat(plan.get("misfit").asText()).isEqualTo(why);
    assertThat(plan.get("eta").isNull()).isTrue();
    assertThat(plan.at("/resources/slots").asInt()).isEqualTo(1);

    tellMemory(8 * GIB);
    WorkerProtocol.StartAttempt order = api.next();

    assertThat(api.getJson(sweep).at("/live/waiting").isNull()).isTrue();
    assertThat(api.getJson("/api/v1/workers").at("/workers/0/slots/0/memory").asLong())
        .isEqualTo(8 * GIB);
    api.finish(order.lease().id(), 1, new TrialOutcome.Succeeded(Trials.result(0.9, 1)));
  }

  @Test
  void showsTheSlotsThatATrialKeepsEmpty() throws Exception {
    api.submit(Api.SWEEP + "resources: {slots: 2}\n");
    register("gpu:0", "gpu:0", "gpu:1");
    String trial = api.next().lease().trial().toString();

    JsonNode slots = api.getJson("/api/v1/workers").at("/workers/0/slots");

    assertThat(slots)
        .extracting(slot -> slot.get("state").asText())
        .containsExactly("leased", "leased", "idle");
    assertThat(slots)
        .extracting(slot -> slot.get("beside").asBoolean())
        .containsExactly(false, true, false);
    assertThat(slots.get(1).get("trial").asText()).isEqualTo(trial);
    assertThat(slots.get(1).get("memory").isNull()).isTrue();
    JsonNode granted = api.getJson("/api/v1/trials/" + trial).get("history");
    assertThat(granted)
        .anySatisfy(entry -> assertThat(entry.at("/event/beside/0").asInt()).isEqualTo(1));
  }

  @Test
  void anotherSweepMayAskForLess() throws Exception {
    String first =
        api.json(api.submit(Api.SWEEP + "resources: {memory: 60 GiB}\n")).get("sweep").asText();
    register("gpu:0");
    tellMemory(8 * GIB);
    assertThat(api.getJson("/api/v1/sweeps/" + first).at("/live/waiting").asText())
        .startsWith("no slot has 60 GiB");

    api.submit(Api.SWEEP.replace("name: small", "name: smaller") + "resources: {memory: 6 GiB}\n");
    api.next();

    assertThat(api.getJson("/api/v1/sweeps/" + first).at("/live/waiting").isNull())
        .as("none of its trials needs that any more")
        .isTrue();
  }

  private void register(String... devices) {
    api.tell(
        new CoordinatorProtocol.RegisterWorker(
            new WorkerDescription(WORKER, 7, "here", "test", List.of(devices)),
            List.of(),
            Wire.PROTOCOL_VERSION,
            api.worker.getRef()));
    api.worker.expectMessageClass(WorkerProtocol.Registered.class);
  }

  private void tellMemory(Long... bytes) {
    api.tell(new CoordinatorProtocol.SlotMemory(WORKER, 7, List.of(bytes)));
  }
}
