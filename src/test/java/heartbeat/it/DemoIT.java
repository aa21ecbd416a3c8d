package heartbeat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
  @TempDir Path home;

  @Test
  void theDemoShowsARunThatDiesAndAJobThatNeverComes() {
    var result = new Shell(home).run("$HB demo");
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out())
        .contains(
            "mail: FAILURE: moodle-bad",
            "Automated backups: Backing up course",
            "mail: DOWN: moodle-bad",
            "DOWN: backup")
        .doesNotContain("this should not be");
  }
}
