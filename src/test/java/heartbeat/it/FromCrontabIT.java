package heartbeat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code init --from-crontab} asks for, and its lines and config put to use as printed. */
class FromCrontabIT {
  @TempDir Path home;
  Shell shell;

  @BeforeEach
  void shell() {
    shell = new Shell(home);
  }

  @Test
  void aSystemCrontabIsAskedAboutAndNotMistakenForAUsers() {
    shell.write("tab", "17 * * * * root cd / && run-parts x\n0 0 * * * www-data job\n");
    var asked = shell.run("$HB init --from-crontab - < tab");
    assertThat(asked.status()).isEqualTo(2);
    assertThat(asked.out()).isEmpty();
    assertThat(asked.err()).contains("--system if", "--system=false if").doesNotContain("{ root");
    var said = shell.run("$HB init --from-crontab - --system < tab");
    assertThat(said.status()).isZero();
    assertThat(said.out()).contains("17 * * * * root { cd / && ");
    assertThat(said.err()).contains("usermod -aG heartbeat www-data && ");
    assertThat(shell.run("$HB init --from-crontab tab --system=false").out())
        .contains("17 * * * * { root cd / && ");
  }

  @Test
  void whereThereIsNoCronThatIsSaid() {
    shell.environment.put("PATH", home.toString());
    var result = shell.run("$HB init --from-crontab");
    assertThat(result.status()).isOne();
    assertThat(result.err())
        .startsWith("heartbeat: cron is not installed")
        .doesNotContain("error=");
  }

  @Test
  void aBackupIsUntouchedAndItsFailureIsAFailure() throws IOException {
    shell.write("dump.sh", "printf 'a\\000b'; echo \"says $1\" >&2; exit $1\n");
    shell.write("load.sh", "cat; printf c; echo 'and this' >&2; exit 3\n");
    shell.write(
        "tab",
        """
        # kept as it is
        SHELL=/bin/bash
        * * * * * sh dump.sh 2 > x.sql
        * * * * * cd . && sh dump.sh 0 > y.sql
        * * * * * sh dump.sh 0 | sh load.sh > z.sql
        """);
    String own = ".config/heartbeat/heartbeat.yml";
    var made = shell.run("$HB init --from-crontab tab --config " + own);
    assertThat(made.err())
        .isEqualTo("heartbeat: wrote the config and what it is for: " + own + "\n");
    String printed = made.out();
    assertThat(printed).startsWith("# kept as it is\nSHELL=/bin/bash\n* * * * * { sh dump.sh 2 ");
    assertThat(shell.run("$HB init --from-crontab tab --config " + own).out()).isEmpty();
    assertThat(shell.run("$HB validate").status()).isZero();
    List<String> lines = printed.lines().filter(line -> line.startsWith("* * *")).toList();
    assertThat(lines).hasSize(3);
    for (String line : lines) {
      shell.write("line", line.substring("* * * * * ".length()) + "\n");
      assertThat(shell.run("bash line").out()).isEmpty();
    }
    assertThat(shell.read("x.sql")).isEqualTo("a\0b");
    assertThat(shell.read("y.sql")).isEqualTo("a\0b");
    assertThat(shell.read("z.sql")).isEqualTo("a\0bc");
    assertThat(verdict("dump")).isEqualTo("failure");
    assertThat(verdict("dump-2")).isEqualTo("success");
    assertThat(verdict("dump-3")).isEqualTo("failure");
    assertThat(shell.run("$HB log dump").out()).isEqualTo("says 2\nheartbeat: exit status 2\n");
    assertThat(shell.run("$HB log dump-3").out()).endsWith("\nheartbeat: exit status 3\n");
  }

  @Test
  void whatIsOnStandardErrorIsAConfig() {
    shell.write("tab", "MAILTO=a@b.org\n@daily cronic x\n0 0 * * * y || true\n");
    shell.run("$HB init --from-crontab tab 2> hb.yml");
    shell.run("chmod 600 hb.yml");
    assertThat(shell.run("$HB validate --config hb.yml").status()).isZero();
  }

  @Test
  void bytesThatAreNoTextGoThroughAsTheyAre() {
    shell.run("printf '# caf\\351\\n* * * * * x\\n' > tab");
    shell.run("$HB init --from-crontab tab > new 2>/dev/null");
    assertThat(shell.run("head -n 1 tab | cmp - <(head -n 1 new)").out()).isEmpty();
    assertThat(shell.run("head -c 6 new | od -An -c").out()).contains("351");
  }

  private String verdict(String job) {
    return shell.status(job).get("verdict").getAsString();
  }
}
