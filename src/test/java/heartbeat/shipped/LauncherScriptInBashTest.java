package heartbeat.shipped;

import org.junit.jupiter.api.Assumptions;

/** Where {@code sh} is bash, as on Red Hat's systems. */
class LauncherScriptInBashTest extends LauncherScriptTest {
  @Override
  String shell() {
    return "/bin/bash --posix";
  }

  /** It comes to the same, but bash tries for 15 seconds to start a process. */
  @Override
  void withoutAProcessToBeHadTheJobRunsAllTheSame(Build build) {
    Assumptions.abort("takes minutes");
  }
}
