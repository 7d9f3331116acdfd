package cbd.coordinator.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignatureTest {
  /** The vector that the libraries of standardwebhooks.com are tested with. */
  @Test
  void signsAsTheStandardsOwnLibrariesDo() {
    Signature signature = Signature.of(new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

    String header =
        signature.of(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            Instant.ofEpochSecond(1_614_265_330),
            "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));

    assertThat(header).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void takesAKeyWithAndWithoutItsPrefix() {
    assertThat(Signature.flaw(new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))).isNull();
    assertThat(Signature.flaw(new Secret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))).isNull();
  }

  @Test
  void refusesWhatIsNoKeyAndDoesNotTellIt() {
    assertThat(Signature.flaw(new Secret("hunter2!"))).contains("no base64").doesNotContain("hunt");
    assertThat(Signature.flaw(new Secret("aHVudGVyMg=="))).contains("24 to 64 bytes", "has 7");
    assertThat(new Secret("hunter2").toString()).doesNotContain("hunter2");
  }
}
