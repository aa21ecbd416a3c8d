package heartbeat.crontab;

import static heartbeat.crontab.ImportedLines.STATUS;
import static heartbeat.crontab.ImportedLines.after;
import static heartbeat.crontab.ImportedLines.imported;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.crontab.CrontabImport.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of a crontab that redirect their output. */
class RedirectedOutputTest {
  @ParameterizedTest
  @CsvSource({
    ">/dev/null 2>&1",
    "> /dev/null 2>&1",
    "1>/dev/null 2>/dev/null",
    "&>/dev/null",
    ">& /dev/null",
    "2>/dev/null",
    ">/dev/null"
  })
  void outputThatWasThrownAwayIsReadNow(String redirects) {
    Job job = imported("* * * * * x.sh " + redirects).jobs().getFirst();
    assertThat(job.after())
        .isEqualTo("* * * * * { x.sh" + STATUS + " | { heartbeat x || cat >/dev/null; }");
    assertThat(job.notes()).containsExactly("its output was thrown away; now heartbeat reads it");
  }

  @Test
  void aLogFileIsWrittenOnThroughTee() {
    assertThat(after("* * * * * php /m/admin/cli/cron.php >> /var/log/moodle.log 2>&1"))
        .isEqualTo(
            "* * * * * php /m/admin/cli/cron.php 2>&1"
                + " | { heartbeat moodle --tee || cat; } >> /var/log/moodle.log");
    assertThat(after("* * * * * x.sh &>>\"/var/log/a b.log\""))
        .endsWith(" 2>&1 | { heartbeat x --tee || cat; } >> \"/var/log/a b.log\"");
  }

  @Test
  void anErrorFileOfItsOwnStays() {
    assertThat(after("* * * * * x.sh >> out.log 2>> err.log"))
        .isEqualTo(
            "* * * * * { x.sh 2>> err.log; echo \"heartbeat: exit status $?\"; }"
                + " | { heartbeat x --tee || cat; } >> out.log");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysqldump --all-databases | gzip > /backup/db.sql.gz",
        "mysqldump crm > /backup/db.sql",
        "mysqldump crm > /backup/db.sql 2>&1",
        "tar cz /srv | openssl enc -aes-256-cbc -kfile /k > /b/x.enc 2>/dev/null",
        "x.sh >> /srv/data.csv 2>> /srv/err",
        "mv x.log y.log && x.sh > x.log",
        "cd /srv && x.sh >> x.log",
        "pg_dump crm | gzip > \"/b/a b.log.gz\"",
      })
  void aFileThatTheJobWritesIsLeftToIt(String command) {
    String pipefail = command.contains(" | ") ? "set -o pipefail; " : "";
    assertThat(imported("SHELL=/bin/bash\n0 3 * * * " + command).jobs().getFirst().after())
        .startsWith("0 3 * * * { " + pipefail + command + STATUS + " | { heartbeat ")
        .endsWith(" || cat >/dev/null; }");
  }

  @Test
  void ofAFileThatIsLeftToTheJobItIsSaidThatHeartbeatDoesNotSeeIt() {
    assertThat(imported("0 3 * * * x.sh > x.csv").jobs().getFirst().notes())
        .containsExactly("its output stays in its file: heartbeat sees only how it ended");
  }

  @Test
  void aLogIsWrittenThroughTeeWhereNothingButCdComesBeforeIt() {
    assertThat(after("* * * * * cd /m && php admin/cli/cron.php >> /var/log/moodle.log 2>&1"))
        .isEqualTo(
            "* * * * * { cd /m && php admin/cli/cron.php; } 2>&1"
                + " | { heartbeat moodle --tee || cat; } >> /var/log/moodle.log");
  }

  @Test
  void redirectionsOfAnotherKindAreLeftWhereTheyAre() {
    assertThat(after("* * * * * x.sh 3>&1 1>&2")).startsWith("* * * * * { x.sh 3>&1 1>&2; echo");
    assertThat(after("* * * * * x.sh < in.txt")).startsWith("* * * * * { x.sh < in.txt; echo");
  }
}
