package heartbeat.crontab;

import static heartbeat.crontab.ImportedLines.STATUS;
import static heartbeat.crontab.ImportedLines.after;
import static heartbeat.crontab.ImportedLines.imported;
import static heartbeat.crontab.ImportedLines.text;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.crontab.CrontabImport.Job;
import org.junit.jupiter.api.Test;

/** What becomes of realistic crontab lines. */
class CrontabImportTest {
  @Test
  void anyOtherJobIsJudgedByItsExitStatus() {
    assertThat(after("30 2 * * * /usr/local/bin/pg-dump-all --gzip"))
        .isEqualTo(
            "30 2 * * * { /usr/local/bin/pg-dump-all --gzip"
                + STATUS
                + " | { heartbeat pg-dump-all || cat >/dev/null; }");
  }

  @Test
  void commandsInARowAreHeldTogether() {
    assertThat(after("* * * * * cd /var/www/moodle && php admin/cli/cron.php > /dev/null"))
        .isEqualTo(
            "* * * * * { cd /var/www/moodle && php admin/cli/cron.php; } 2>&1"
                + " | { heartbeat moodle || cat >/dev/null; }");
  }

  @Test
  void aCommandThatEndsItsShellGetsOneOfItsOwn() {
    assertThat(after("* * * * * [ -d /mnt/b ] || exit 0; /opt/b/run.sh"))
        .startsWith("* * * * * { ( [ -d /mnt/b ] || exit 0; /opt/b/run.sh ); echo ");
  }

  @Test
  void percentSignsKeepTheirMeaning() {
    assertThat(after("0 3 * * 0 tar czf /b/$(date +\\%F).tgz /srv"))
        .startsWith("0 3 * * 0 { tar czf /b/$(date +\\%F).tgz /srv; echo")
        .endsWith("|| cat >/dev/null; }");
    assertThat(after("0 3 * * 0 mysql crm%DELETE FROM a;%"))
        .endsWith("heartbeat mysql || cat >/dev/null; }%DELETE FROM a;%");
  }

  @Test
  void aCommentBehindTheCommandStaysBehindIt() {
    assertThat(after("* * * * * x.sh >/dev/null 2>&1 # runs x; see wiki"))
        .endsWith("{ heartbeat x || cat >/dev/null; } # runs x; see wiki");
    assertThat(after("* * * * * x.sh a#b")).startsWith("* * * * * { x.sh a#b; echo");
  }

  @Test
  void anAmpersandAtTheEndGoesBecauseItHidTheStatus() {
    assertThat(after("* * * * * x.sh >/dev/null 2>&1 &"))
        .isEqualTo("* * * * * { x.sh" + STATUS + " | { heartbeat x || cat >/dev/null; }");
  }

  @Test
  void aPingOfItsOwnMovesToTheConfig() {
    String url = "https://hc-ping.com/8116e449-d71c-4112-8f5d-a66f60902091";
    Job job =
        imported("0 1 * * * b.sh && curl -fsS -m 10 --retry 5 -o /dev/null " + url)
            .jobs()
            .getFirst();
    assertThat(job.ping()).isEqualTo(url);
    assertThat(job.after())
        .isEqualTo("0 1 * * * { b.sh" + STATUS + " | { heartbeat b || cat >/dev/null; }");
    assertThat(imported("0 1 * * * b.sh; wget -q -O- '" + url + "/$?'").jobs().getFirst().ping())
        .isEqualTo(url);
    assertThat(
            imported("0 1 * * * b.sh && curl https://example.org/flush").jobs().getFirst().ping())
        .isNull();
  }

  @Test
  void whatHeartbeatDoesItselfIsTakenOut() {
    assertThat(after("* * * * * chronic php /m/admin/cli/cron.php"))
        .startsWith("* * * * * php /m/admin/cli/cron.php 2>&1 |");
    assertThat(after("* * * * * chronic b.sh")).startsWith("* * * * * { b.sh; echo");
    assertThat(after("* * * * * cd /x && /usr/bin/chronic b.sh"))
        .startsWith("* * * * * { cd /x && b.sh; echo");
    String uuid = "8116e449-d71c-4112-8f5d-a66f60902091";
    Job job = imported("* * * * * runitor -uuid " + uuid + " -- /opt/job6 -a").jobs().getFirst();
    assertThat(job.after()).startsWith("* * * * * { /opt/job6 -a; echo");
    assertThat(job.name()).isEqualTo("job6");
    assertThat(job.ping()).isEqualTo("https://hc-ping.com/" + uuid);
    assertThat(
            imported("* * * * * runitor -api-url https://x -uuid U -- a").left().getFirst().why())
        .contains("runitor");
  }

  @Test
  void curlWithoutFailIsNamed() {
    assertThat(imported("* * * * * curl -sS http://x/y").jobs().getFirst().notes().getFirst())
        .contains("curl ends with 0");
    assertThat(imported("* * * * * curl -fsS http://x/y").jobs().getFirst().notes()).isEmpty();
  }

  @Test
  void cronicStaysAndItsReportIsAFailure() {
    Job job = imported("* * * * * cronic b.sh").jobs().getFirst();
    assertThat(job.after()).startsWith("* * * * * { cronic b.sh; echo");
    assertThat(job.failureMarker()).isEqualTo("Cronic detected failure or error output");
    assertThat(job.name()).isEqualTo("b");
    assertThat(text(imported("* * * * * cronic b.sh"), "/x"))
        .contains("failure-marker: 'Cronic detected failure or error output'\n");
    assertThat(imported("* * * * * cronic b.sh >/dev/null").jobs()).hasSize(1);
    assertThat(imported("* * * * * sh -c '/usr/bin/cronic b.sh'").jobs().getFirst().failureMarker())
        .isNotNull();
    for (String line :
        new String[] {
          "cronic b.sh > /b/x.csv", "SHELL=/bin/bash\n* * * * * cronic b.sh | mail -s x root"
        }) {
      String all = line.startsWith("SHELL") ? line : "* * * * * " + line;
      assertThat(imported(all).left().getFirst().why()).contains("what cronic reports");
    }
    assertThat(imported("* * * * * cronic php /m/admin/cli/cron.php").left().getFirst().why())
        .contains("goes elsewhere");
  }

  @Test
  void theWholeCrontabIsPrintedAndOnlyItsJobsChange() {
    String before =
        String.join(
            "\n",
            "# my jobs",
            "",
            "SHELL=/bin/sh",
            " PATH = /usr/bin ",
            "CRON_TZ=Europe/Paris",
            "*/5\t*  * * *   a.sh  # x",
            "@reboot b",
            "\tnonsense",
            "#0 0 * * * old",
            "@daily c.sh || true",
            "0 0 * * * d.sh%in%put",
            "");
    var crontab = imported(before);
    assertThat(crontab.crontab())
        .isEqualTo(
            before
                .replace("a.sh  #", "{ a.sh" + STATUS + " | { heartbeat a || cat >/dev/null; } #")
                .replace("d.sh%", "{ d.sh" + STATUS + " | { heartbeat d || cat >/dev/null; }%"));
    assertThat(imported(crontab.crontab()).crontab()).isEqualTo(crontab.crontab());
    assertThat(imported("").crontab()).isEmpty();
    assertThat(imported("# no newline").crontab()).isEqualTo("# no newline\n");
  }

  @Test
  void whatAnExitStatusDoesNotTellIsSaid() {
    assertThat(imported("0 0 * * * flock -n /x.lock y").jobs().getFirst().notes().getFirst())
        .contains("where the lock is held", "heartbeat exec y --lock skip -- ");
    assertThat(imported("0 0 * * * [ -x /y ] && y").jobs().getFirst().notes().getFirst())
        .contains("counts as a failure");
    assertThat(imported("0 0 * * * a && b").jobs().getFirst().notes()).isEmpty();
  }

  @Test
  void theUserColumnIsRecognisedByItsUsers() {
    String system = "17 * * * * root cd / && run-parts /etc/cron.hourly\n@daily www-data x y\n";
    String own = "0 0 * * * php /var/www/x.php\n0 1 * * * root\n";
    assertThat(CrontabImport.looksLikeSystem(system, n -> n.matches("root|www-data"))).isTrue();
    assertThat(CrontabImport.looksLikeSystem(own, n -> n.matches("root|www-data"))).isFalse();
    assertThat(CrontabImport.looksLikeSystem("# empty\n", n -> true)).isFalse();
    assertThat(CrontabImport.of(system, true, "heartbeat", n -> false).jobs().getFirst().after())
        .isEqualTo(
            "17 * * * * root { cd / && run-parts /etc/cron.hourly"
                + STATUS
                + " | { heartbeat cron.hourly || cat >/dev/null; }");
  }

  @Test
  void someOfAnotherFormDoNotHideTheUserColumn() {
    String most = "0 0 * * * root a b\n0 0 * * * root c\n0 0 * * * nobody-known d\n";
    assertThat(CrontabImport.looksLikeSystem(most, "root"::equals)).isTrue();
  }
}
