package heartbeat.crontab;

import static heartbeat.crontab.ImportedLines.imported;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.crontab.CrontabImport.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of a crontab whose command is a pipe. */
class PipesInCrontabsTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "mysqldump crm | gzip > /b/x.gz -> SHELL=/bin/bash",
        "cat dump.sql | mysql crm -> that of mysql",
        "sh -c 'dump | gzip > x' -> bash -o pipefail -c",
        "sudo -u joe bash -c \"dump | gzip > x\" -> bash -o pipefail -c",
        "su - joe --command='dump | gzip > x' -> bash -o pipefail -c",
        "ssh db1 'dump | gzip' > x -> bash -o pipefail -c",
        "docker exec db sh -c 'dump | gzip' > x -> bash -o pipefail -c",
        "flock -n /l -c 'dump | gzip > x' -> bash -o pipefail -c",
        "su - postgres -c 'pg_dump x' | gzip > x -> SHELL=/bin/bash",
        "echo pipefail; dump | gzip > x -> SHELL=/bin/bash",
        "set +o pipefail; dump | gzip > x -> SHELL=/bin/bash",
        "[ -e /x ] && set -o pipefail; dump | gzip > x -> SHELL=/bin/bash",
        "if [ -e /x ]; then set -o pipefail; fi; dump | gzip > x -> SHELL=/bin/bash",
        "bash -c 'set -o pipefail; true' && dump | gzip > x -> SHELL=/bin/bash",
        "echo \"$(dump)\" | gzip > x -> in $( )",
        "set -o pipefail; dump | gzip > x -> NONE",
        "bash -o pipefail -c 'dump | gzip > x' -> NONE",
        "bash -c 'set -eo pipefail; dump | gzip > x' -> NONE",
        "echo 'select 1' | mysql crm -> NONE",
        "yes | job -> NONE",
      })
  void aPipeWhoseFirstPartMayFailIsLeftUnlessPipefailIsSet(String command, String why) {
    var crontab = imported("* * * * * " + command);
    if (why.equals("NONE")) {
      assertThat(crontab.left()).isEmpty();
      assertThat(crontab.jobs().getFirst().after()).startsWith("* * * * * { " + command + "; echo");
    } else {
      assertThat(crontab.jobs()).isEmpty();
      assertThat(crontab.left().getFirst().why()).contains(why);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "dump | gzip > x -> NONE",
        "su - postgres -c 'pg_dump x' | gzip > x -> NONE",
        "cat a | b -> NONE",
        "job | tee /tmp/t -> NONE",
        "job 2>&1 | logger -t x -> NONE",
        "(dump | gzip) > x -> NONE",
        "dump |& gzip > x -> NONE",
        "dump | sed 's/a/b/' > x -> NONE",
        "dump | head -n 1 -> where there is none",
        "dump | grep -v noise -> where there is none",
        "dump | sed 10q -> where there is none",
        "dump | awk '{ print; exit }' -> where there is none",
        "yes | job | gzip > x -> 'yes' always fails",
        "sh -c 'dump | gzip' > x -> bash -o pipefail -c",
        "ssh db1 'dump | gzip' > x -> bash -o pipefail -c",
      })
  void inBashPipefailIsSetWhereItTells(String command, String why) {
    var crontab = imported("SHELL=/bin/bash\n* * * * * " + command);
    if (why.equals("NONE")) {
      assertThat(crontab.left()).isEmpty();
      assertThat(crontab.jobs().getFirst().after())
          .startsWith("* * * * * { set -o pipefail; ")
          .contains("; echo \"heartbeat: exit status $?\"; }");
    } else {
      assertThat(crontab.jobs()).isEmpty();
      assertThat(crontab.left().getFirst().why()).contains(why);
    }
  }

  @Test
  void inBashMoodlesOutputInAPipeIsNotSeenEither() {
    assertThat(
            imported("SHELL=bash\n* * * * * php /c/admin/cli/cron.php | tee x")
                .left()
                .getFirst()
                .why())
        .contains("into a pipe");
  }

  @Test
  void theShellHoldsForTheLinesBelowIt() {
    var crontab =
        imported(
            "0 0 * * * a | b\nSHELL=/bin/bash\n0 0 * * * c | d\nSHELL=/bin/sh\n0 0 * * * e | f\n");
    assertThat(crontab.jobs()).extracting(Job::number).containsExactly(3);
    assertThat(crontab.left()).extracting(CrontabImport.Left::number).containsExactly(1, 5);
  }
}
