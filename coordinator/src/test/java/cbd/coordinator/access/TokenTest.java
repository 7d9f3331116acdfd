package cbd.coordinator.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenTest {
  @Test
  void isReadAsItIsShown() {
    Token token = Token.fresh("alice-2");
    assertThat(Token.parse(token.text())).hasValue(token);
    assertThat(token.matches(Token.parse(token.text()).orElseThrow().hash())).isTrue();
    assertThat(token.matches(Token.fresh("alice-2").hash())).isFalse();
    assertThat(token.hash()).hasSize(64).doesNotContain(token.secret());
    assertThat(token).hasToString("alice-2");
  }

  @Test
  void isNeverTheSameTwice() {
    Set<String> secrets = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      assertThat(secrets.add(Token.freshSecret())).isTrue();
    }
  }

  @Test
  void isNothingElse() {
    String good = Token.fresh("alice").text();
    for (String bad :
        new String[] {
          "",
          "cbd",
          "cbd_alice_",
          good + "A",
          good.substring(1),
          " " + good,
          good.toUpperCase(Locale.ROOT),
          good.replace("alice", "Al ice")
        }) {
      assertThat(Token.parse(bad)).as(bad).isEmpty();
    }
  }

  @Test
  void rolesContainEachOther() {
    assertThat(Role.ADMIN.allows(Role.SUBMIT)).isTrue();
    assertThat(Role.SUBMIT.allows(Role.READ)).isTrue();
    assertThat(Role.READ.allows(Role.SUBMIT)).isFalse();
    assertThat(Role.SUBMIT.allows(Role.ADMIN)).isFalse();
    assertThat(Role.of("submit")).isEqualTo(Role.SUBMIT);
  }
}
