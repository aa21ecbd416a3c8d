package heartbeat.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenFilesTest {
  private static String output(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  @Test
  void theCommandAndItsChildrenHaveTheLimitThatTheLauncherFound() throws Exception {
    List<String> command =
        List.of("sh", "-c", "ulimit -S -n; sh -c 'ulimit -S -n'; echo \"$0\"", "a b");
    assertThat(output(OpenFiles.limited(command, "123"))).isEqualTo("123\n123\na b\n");
  }

  @Test
  void theHardLimitIsLeftAlone() throws Exception {
    List<String> command = List.of("sh", "-c", "ulimit -H -n");
    assertThat(output(OpenFiles.limited(command, "123"))).isEqualTo(output(command));
  }

  @Test
  void whereItCanNotBeSetTheCommandRunsAllTheSame() throws Exception {
    assertThat(output(OpenFiles.limited(List.of("echo", "ran"), "9999999999"))).isEqualTo("ran\n");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "unlimited", "-1", "1; echo", "99999999999"})
  void whatIsNoNumberChangesNothing(String limit) {
    assertThat(OpenFiles.limited(List.of("echo"), limit)).isEqualTo(List.of("echo"));
  }
}
