package cbd.coordinator.notice;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.store.NoticeRow;
import cbd.text.JsonText;
import cbd.text.Tree;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookChannelTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00.123Z");

  private final NoticeRow notice = new Notices("http://cbd.example.org/").test(NOW);
  private Receiver receiver;

  @BeforeEach
  void open() throws IOException {
    receiver = new Receiver(0);
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  private Channel channel(Duration patience) {
    ChannelText.Webhook text =
        new ChannelText.Webhook(
            "chat", receiver.url(), "key", "", List.of(Occasion.values()), false);
    return new WebhookChannel(text, Signature.of(new Secret("whsec_" + Receiver.KEY)), patience);
  }

  private Channel.Outcome deliver() {
    return channel(Duration.ofSeconds(30)).deliver(notice, NOW);
  }

  @Test
  void postsJsonThatIsSigned() {
    assertThat(deliver()).isInstanceOf(Channel.Outcome.Taken.class);

    assertThat(receiver.posts)
        .singleElement()
        .satisfies(
            post -> {
              assertThat(post.genuine()).isTrue();
              assertThat(post.type()).isEqualTo("application/json");
              assertThat(post.id()).isEqualTo(notice.id()).matches("msg_[0-9a-f]{32}");
              Tree.Mapping body = (Tree.Mapping) JsonText.parse(post.body());
              assertThat(body.keys()).containsExactly("type", "timestamp", "text", "data");
              assertThat(post.body()).contains("\"cbd.test\"", "2026-11-26T12:00:00.123Z");
            });
  }

  @Test
  void saysWhatWentWrongAndNeverTheWholeAddress() {
    receiver.status = 500;

    assertThat(deliver())
        .isEqualTo(
            Channel.Outcome.Refused.forNow(
                "http://127.0.0.1:" + receiver.port() + " answered with 500"));
  }

  @Test
  void followsNoRedirect() {
    receiver.status = 302;

    assertThat(deliver().toString()).contains("answered with 302", "not followed");
    assertThat(receiver.posts).extracting(Receiver.Post::path).containsExactly("/hook");
  }

  @Test
  void stopsWhenTheOtherSideIsGoneForGood() {
    receiver.status = 410;

    assertThat(((Channel.Outcome.Refused) deliver()).forGood()).isTrue();
  }

  @Test
  void waitsAsLongAsItIsAskedTo() {
    receiver.status = 503;

    assertThat(((Channel.Outcome.Refused) deliver()).pause()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void waitsNoLongerThanItsPatience() {
    receiver.status = 0;

    assertThat(channel(Duration.ofSeconds(1)).deliver(notice, NOW).toString())
        .contains("Refused", "127.0.0.1");
    assertThat(receiver.posts).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void saysThatNobodyIsThere() {
    Channel channel = channel(Duration.ofSeconds(30));
    receiver.close();

    assertThat(channel.deliver(notice, NOW).toString()).contains("cannot be reached", "Connect");
  }
}
