package heartbeat.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildEnvironmentTest {
  @Test
  void theLocaleIsWhatItWas() {
    assertThat(restored(Map.of("LC_ALL", "C.UTF-8", "HEARTBEAT_LC_ALL", "de_DE.UTF-8")))
        .isEqualTo(Map.of("LC_ALL", "de_DE.UTF-8"));
  }

  @Test
  void aLocaleThatWasNotSetIsNotSet() {
    assertThat(restored(Map.of("LC_ALL", "C.UTF-8", "HEARTBEAT_LC_ALL", "-", "A", "b")))
        .isEqualTo(Map.of("A", "b"));
  }

  @Test
  void withoutALauncherTheLocaleStays() {
    assertThat(restored(Map.of("LC_ALL", "C"))).isEqualTo(Map.of("LC_ALL", "C"));
  }

  @Test
  void optionsThatWereTakenAwayAreGivenBack() {
    assertThat(restored(Map.of("HEARTBEAT_ENV_JAVA_TOOL_OPTIONS", "-Xmx1g")))
        .isEqualTo(Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g"));
  }

  @Test
  void nothingOfOursReachesTheCommandButWhatTheUserSetDoes() {
    assertThat(restored(Map.of("HEARTBEAT_URL", "1", "HEARTBEAT_ENV_", "2", "PATH", "/bin")))
        .isEqualTo(Map.of("HEARTBEAT_URL", "1", "PATH", "/bin"));
  }

  @Test
  void whatTheLauncherAddedIsTakenAway() {
    Map<String, String> added =
        Map.of("HEARTBEAT_ADDED", "MALLOC_ARENA_MAX", "MALLOC_ARENA_MAX", "1", "A", "b");
    assertThat(restored(added)).isEqualTo(Map.of("A", "b"));
    assertThat(restored(Map.of("HEARTBEAT_OPEN_FILES", "500"))).isEmpty();
  }

  private static Map<String, String> restored(Map<String, String> given) {
    Map<String, String> environment = new HashMap<>(given);
    ChildEnvironment.restore(environment);
    return environment;
  }
}
