package heartbeat.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PingFilterTest {

  @Test
  void wordsInTheBodyDecideOverPlainPingsOnly() {
    var intake =
        new PingFilter(false, List.of("ERROR"), List.of("done"), List.of("begin"), Signal.IGNORED);
    assertThat(intake.take(Signal.SUCCESS, true, "POST", "done with ERROR"))
        .isEqualTo(Signal.FAILURE);
    assertThat(intake.take(Signal.SUCCESS, true, "POST", "begin, done")).isEqualTo(Signal.SUCCESS);
    assertThat(intake.take(Signal.SUCCESS, true, "POST", "begin")).isEqualTo(Signal.START);
    assertThat(intake.take(Signal.SUCCESS, true, "POST", "?")).isEqualTo(Signal.IGNORED);
    assertThat(intake.take(Signal.LOG, false, "POST", "ERROR")).isEqualTo(Signal.LOG);
    var postOnly = new PingFilter(true, List.of(), List.of(), List.of(), Signal.IGNORED);
    assertThat(postOnly.take(Signal.FAILURE, false, "GET", "")).isEqualTo(Signal.IGNORED);
    assertThat(postOnly.take(Signal.FAILURE, false, "POST", "")).isEqualTo(Signal.FAILURE);
  }
}
