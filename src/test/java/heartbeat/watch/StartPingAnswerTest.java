package heartbeat.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the child that sends the start ping prints for its parent. */
class StartPingAnswerTest {
  @Test
  void itSaysHowMuchTheServerKeepsAndWhetherItIsASwitch() {
    assertThat(StartPing.Answer.of("100000\nhttps://hb.example.org\n"))
        .isEqualTo(new StartPing.Answer(100_000, "https://hb.example.org"));
    assertThat(StartPing.Answer.of("10000\n\n")).isEqualTo(new StartPing.Answer(10_000, ""));
  }

  @Test
  void whatIsNoAnswerSaysNothing() {
    assertThat(StartPing.Answer.of("")).isEqualTo(StartPing.Answer.NONE);
    assertThat(StartPing.Answer.of("garbage")).isEqualTo(StartPing.Answer.NONE);
  }
}
