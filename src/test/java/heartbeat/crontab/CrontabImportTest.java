package heartbeat.crontab;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.crontab.CrontabImport.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of realistic crontab lines. */
class CrontabImportTest {
  private static final String STATUS = "; echo \"heartbeat: exit status $?\"; } 2>&1";

  private static CrontabImport of(String crontab) {
    return CrontabImport.of(crontab, false, "heartbeat", "status"::equals);
  }

  private static String after(String line) {
    var crontab = of(line);
    assertThat(crontab.left()).isEmpty();
    return crontab.jobs().getFirst().after();
  }

  @Test
  void moodlesCronIsJudgedByWhatItSays() {
    assertThat(after("* * * * * /usr/bin/php /var/www/moodle/admin/cli/cron.php"))
        .isEqualTo(
            "* * * * * /usr/bin/php /var/www/moodle/admin/cli/cron.php 2>&1"
                + " | { heartbeat moodle || cat >/dev/null; }");
    assertThat(of("* * * * * php /srv/m/admin/cli/cron.php").jobs().getFirst().isMoodle()).isTrue();
  }

  @Test
  void anyOtherJobIsJudgedByItsExitStatus() {
    assertThat(after("30 2 * * * /usr/local/bin/pg-dump-all --gzip"))
        .isEqualTo(
            "30 2 * * * { /usr/local/bin/pg-dump-all --gzip"
                + STATUS
                + " | { heartbeat pg-dump-all || cat >/dev/null; }");
  }

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
    Job job = of("* * * * * x.sh " + redirects).jobs().getFirst();
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
    assertThat(of("SHELL=/bin/bash\n0 3 * * * " + command).jobs().getFirst().after())
        .startsWith("0 3 * * * { " + pipefail + command + STATUS + " | { heartbeat ")
        .endsWith(" || cat >/dev/null; }");
  }

  @Test
  void ofAFileThatIsLeftToTheJobItIsSaidThatHeartbeatDoesNotSeeIt() {
    assertThat(of("0 3 * * * x.sh > x.csv").jobs().getFirst().notes())
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

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "job > /tmp/l 2>&1 || cat /tmp/l -> what follows || hides",
        "job || true -> what follows || hides",
        "job || echo \"job failed\" -> what follows || hides",
        "(cd /x && job || echo failed) >/dev/null -> what follows || hides",
        "sudo -u joe sh -c 'job || true' -> what follows || hides",
        "flock -n /x -c \"job; true\" -> only the last",
        "job | tee /tmp/t.log -> is that of tee",
        "job | mail -s x root -> is that of mail",
        "job 2>&1 | logger -t 'x | y' -> is that of logger",
        "job 2>&1 | grep -v noise -> is that of grep",
        "date | mail -s alive root -> is that of mail",
        "job; cleanup -> only the last",
        "OUT=$(job 2>&1) || echo \"$OUT\" -> what follows || hides",
        "[ $(df-percent) -lt 90 ] || echo full -> what it prints",
        "if ! job; then echo failed; fi -> only the last",
        "for i in a b; do job $i; done -> loop",
        "ls /x | while read x; do job $x; done -> loop",
        "(job &) -> background",
        "a & b -> background",
        "cron-a & -> NONE",
        "job &> x.csv -> &> is bash's",
        "a &>/dev/null && b -> &> is bash's",
        "set -o pipefail; job | tee /tmp/t -> NONE",
        "php /c/admin/cli/cron.php >/dev/null; php /d/admin/cli/cron.php >/dev/null -> only the"
            + " last",
        "php /c/admin/cli/cron.php >/dev/null && php /d/admin/cli/cron.php -> two Moodle",
        "php /c/admin/cli/cron.php | gzip > x.gz -> is that of gzip",
        "[ -d /c ] && php /c/admin/cli/cron.php > cron.txt -> into a file",
        "su - www-data -c 'php /c/admin/cli/cron.php >/dev/null' -> elsewhere",
        "php /c/admin/cli/cron.php >/dev/null --keep-alive=0 -> elsewhere",
      })
  void aLineWhoseFailuresWouldNotBeSeenIsLeft(String command, String why) {
    var crontab = of("* * * * * " + command);
    if (why.equals("NONE")) {
      assertThat(crontab.left()).isEmpty();
    } else {
      assertThat(crontab.jobs()).isEmpty();
      assertThat(crontab.left().getFirst().why()).contains(why);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[ -d /x ] || exit 0; sleep 5; x.sh",
        "test -x /x || ( cd / && run-parts --report /etc/cron.daily )",
        "test -x /x || { cd / && run-parts --report /etc/cron.daily; }",
        "if [ -x /x ] && [ $(date +\\%d) -le 7 ]; then x.sh; fi",
        ". ~/.profile; A=b; x.sh && echo done",
        "su - joe -c 'cd /x && ./x.sh'",
        "x.sh; exit $?"
      })
  void whatOnlyLooksOrPreparesHidesNothing(String command) {
    var crontab = of("* * * * * " + command);
    assertThat(crontab.left()).isEmpty();
    assertThat(crontab.jobs().getFirst().notes()).isEmpty();
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
        of("0 1 * * * b.sh && curl -fsS -m 10 --retry 5 -o /dev/null " + url).jobs().getFirst();
    assertThat(job.ping()).isEqualTo(url);
    assertThat(job.after())
        .isEqualTo("0 1 * * * { b.sh" + STATUS + " | { heartbeat b || cat >/dev/null; }");
    assertThat(of("0 1 * * * b.sh; wget -q -O- '" + url + "/$?'").jobs().getFirst().ping())
        .isEqualTo(url);
    assertThat(of("0 1 * * * b.sh && curl https://example.org/flush").jobs().getFirst().ping())
        .isNull();
  }

  @Test
  void aPingThatIsNotTheLinesLastIsLeft() {
    String url = "https://hc-ping.com/8116e449-d71c-4112-8f5d-a66f60902091";
    for (String line :
        new String[] {
          "curl -fsS " + url + "/start ; job9 ; curl -fsS " + url,
          "curl -fsS " + url + "/start && job9 && curl -fsS " + url,
          "job9 && curl -fsS " + url + "/start",
          "curl -sS http://localhost:8000/ping/8116e449-d71c-4112-8f5d-a66f60902091",
          "job9 && curl 'https://cronitor.link/p/KEY/job?state=complete'",
        }) {
      assertThat(of("0 1 * * * " + line).jobs()).as(line).isEmpty();
      assertThat(of("0 1 * * * " + line).left().getFirst().why()).contains("pings a check");
    }
  }

  @Test
  void whatHeartbeatDoesItselfIsTakenOut() {
    assertThat(after("* * * * * chronic php /m/admin/cli/cron.php"))
        .startsWith("* * * * * php /m/admin/cli/cron.php 2>&1 |");
    assertThat(after("* * * * * chronic b.sh")).startsWith("* * * * * { b.sh; echo");
    assertThat(after("* * * * * cd /x && /usr/bin/chronic b.sh"))
        .startsWith("* * * * * { cd /x && b.sh; echo");
    String uuid = "8116e449-d71c-4112-8f5d-a66f60902091";
    Job job = of("* * * * * runitor -uuid " + uuid + " -- /opt/job6 -a").jobs().getFirst();
    assertThat(job.after()).startsWith("* * * * * { /opt/job6 -a; echo");
    assertThat(job.name()).isEqualTo("job6");
    assertThat(job.ping()).isEqualTo("https://hc-ping.com/" + uuid);
    assertThat(of("* * * * * runitor -api-url https://x -uuid U -- a").left().getFirst().why())
        .contains("runitor");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "wget -q -O - https://m/admin/cron.php?password=secret -> moodle",
        "curl -s https://m/admin/cron.php?password=secret > /dev/null -> moodle",
        "wget -q -O /dev/null https://m/admin/cron.php?password=secret -> wget -q -O - ",
        "wget -qO/dev/null https://m/admin/cron.php -> wget -qO- ",
        "wget --output-document=/dev/null https://m/admin/cron.php -> wget -q --output-document=- ",
        "curl -s -o /dev/null https://m/admin/cron.php -> curl -s -o - ",
        "curl --silent --output /dev/null https://m/admin/cron.php -> curl --silent --output - ",
        "curl https://m/admin/cron.php > /dev/null 2>&1 -> curl -sS https",
        "/usr/bin/wget -O - https://m/admin/cron.php >/dev/null 2>&1 -> /usr/bin/wget -q -O - ",
        "curl -so /tmp/x https://m/admin/cron.php -> LEFT",
        "wget -q https://m/admin/cron.php?password=secret -> LEFT",
        "lynx -dump https://m/admin/cron.php -> LEFT",
      })
  void moodlesCronThroughTheWebIsMoodlesWhereItsTextIsSeen(String command, String rule) {
    var crontab = of("* * * * * " + command);
    if (rule.equals("LEFT")) {
      assertThat(crontab.left().getFirst().why()).contains("say curl -sS URL");
      return;
    }
    Job job = crontab.jobs().getFirst();
    assertThat(job.name()).isEqualTo("moodle");
    assertThat(job.isMoodle()).isTrue();
    assertThat(job.after()).contains(rule.equals("moodle") ? command.split(" >", -1)[0] : rule);
  }

  @Test
  void ofSeveralSitesEachHasItsName() {
    var jobs =
        of("""
        * * * * * php /var/www/a.org/htdocs/admin/cli/cron.php
        * * * * * php /var/www/b.org/htdocs/admin/cli/cron.php
        * * * * * curl -s https://www.c.org/moodle/admin/cron.php
        * * * * * sudo -u x php /var/www/moodle/admin/cli/cron.php
        * * * * * php /var/www/a.org/htdocs/admin/cli/cron.php --x
        * * * * * curl -s https://moodle.d.org/admin/cron.php
        * * * * * php /var/www/a.org/htdocs/admin/cli/adhoc_task.php --execute
        """)
            .jobs();
    assertThat(jobs)
        .extracting(Job::name)
        .containsExactly(
            "moodle-a.org",
            "moodle-b.org",
            "moodle-c.org",
            "moodle",
            "moodle-a.org-2",
            "moodle.d.org",
            "moodle-a.org-adhoc");
  }

  @Test
  void curlWithoutFailIsNamed() {
    assertThat(of("* * * * * curl -sS http://x/y").jobs().getFirst().notes().getFirst())
        .contains("curl ends with 0");
    assertThat(of("* * * * * curl -fsS http://x/y").jobs().getFirst().notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "* * * * * php cron.php | heartbeat moodle -> heartbeat already",
        "* * * * * x 2>&1 | { /usr/bin/heartbeat x || cat >/dev/null; } -> heartbeat already",
        "@reboot /usr/local/bin/daemon -> when the machine starts",
        "0 0 * * * echo 'oops -> quote (') is not closed",
        "0 0 * * * (cd /x -> '(' is not closed",
        "0 0 * * * > /var/log/x -> no command",
        "0 0 * * * %only input -> no command",
        "nonsense -> no crontab line",
        "61 * * * * true -> no crontab line",
      })
  void someLinesAreLeftWithAReason(String line, String why) {
    var crontab = of(line);
    assertThat(crontab.jobs()).isEmpty();
    assertThat(crontab.left().getFirst().why()).contains(why);
    assertThat(crontab.left().getFirst().number()).isOne();
  }

  @Test
  void aLineThatCronWouldCutIsLeft() {
    String line = "* * * * * x " + "y".repeat(900);
    assertThat(of(line).left().getFirst().why()).contains("longer than cron takes");
  }

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
    var crontab = of("* * * * * " + command);
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
    var crontab = of("SHELL=/bin/bash\n* * * * * " + command);
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
            of("SHELL=bash\n* * * * * php /c/admin/cli/cron.php | tee x").left().getFirst().why())
        .contains("into a pipe");
  }

  @Test
  void findThatHandsManyFilesToOneCommandEndsAsThatDoes() {
    assertThat(after("* * * * * find /x -exec rm {} +")).contains("find /x -exec rm {} +");
  }

  @Test
  void theShellHoldsForTheLinesBelowIt() {
    var crontab =
        of("0 0 * * * a | b\nSHELL=/bin/bash\n0 0 * * * c | d\nSHELL=/bin/sh\n0 0 * * * e | f\n");
    assertThat(crontab.jobs()).extracting(Job::number).containsExactly(3);
    assertThat(crontab.left()).extracting(CrontabImport.Left::number).containsExactly(1, 5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "! job -> makes a failure a success",
        "eval 'job || true' -> what follows || hides",
        "sh -c 'job '\"|| true\" -> what follows || hides",
        "find /x -type f -exec job {} \\; -> find ends with 0",
        "screen -dmS x job -> background",
        "setsid -f job -> background",
        "systemd-run job -> background",
        "docker run -d img job -> background",
        "ssh host 'job &' -> background",
        "echo \"$(job)\" -> in $( )",
        "X=1; echo `job` > /tmp/x -> in $( )",
        "diff <(a) <(b) -> in <( )",
        "job > >(logger) -> in <( )",
        "job $'a\\'b; c' -> only some shells",
        "-q job -> begins with '-'",
        "chronic -e job -> chronic -e",
        "job \\\\; other -> backslashes",
      })
  void whatHidesAFailureIsLeft(String command, String why) {
    var crontab = of("* * * * * " + command);
    assertThat(crontab.jobs()).isEmpty();
    assertThat(crontab.left().getFirst().why()).contains(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grep -c 'x$' /f",
        "find /x -delete",
        "echo \"start $(date)\"; job",
        "[ ! -e /stop ] && job",
        "rsync -a -e ssh /a host:/b",
        "systemd-run --wait job",
        "ionice -c 3 tar -c -f x /y",
        "flock -n /l tar -c -f x /y",
      })
  void whatHidesNothingIsChanged(String command) {
    assertThat(after("* * * * * " + command)).startsWith("* * * * * { " + command + "; echo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"job \\", "job a \\ ", "job # comment \\", "job%input \\"})
  void aLineThatEndsInABackslashStaysAsItIs(String command) {
    var crontab = of("* * * * * " + command + "\n  --and more\n");
    assertThat(crontab.jobs()).isEmpty();
    assertThat(crontab.left().getFirst().why()).contains("does not join lines");
    assertThat(crontab.crontab()).isEqualTo("* * * * * " + command + "\n  --and more\n");
  }

  @Test
  void aLineFromWindowsStaysAsItIs() {
    var crontab = of("MAILTO=x@y.org\r\n* * * * * job\r\n");
    assertThat(crontab.left().getFirst().why()).contains("carriage return");
    assertThat(crontab.crontab()).isEqualTo("MAILTO=x@y.org\r\n* * * * * job\r\n");
  }

  @Test
  void cronicStaysAndItsReportIsAFailure() {
    Job job = of("* * * * * cronic b.sh").jobs().getFirst();
    assertThat(job.after()).startsWith("* * * * * { cronic b.sh; echo");
    assertThat(job.failureMarker()).isEqualTo("Cronic detected failure or error output");
    assertThat(job.name()).isEqualTo("b");
    assertThat(text(of("* * * * * cronic b.sh"), "/x"))
        .contains("failure-marker: 'Cronic detected failure or error output'\n");
    assertThat(of("* * * * * cronic b.sh >/dev/null").jobs()).hasSize(1);
    assertThat(of("* * * * * sh -c '/usr/bin/cronic b.sh'").jobs().getFirst().failureMarker())
        .isNotNull();
    for (String line :
        new String[] {
          "cronic b.sh > /b/x.csv", "SHELL=/bin/bash\n* * * * * cronic b.sh | mail -s x root"
        }) {
      String all = line.startsWith("SHELL") ? line : "* * * * * " + line;
      assertThat(of(all).left().getFirst().why()).contains("what cronic reports");
    }
    assertThat(of("* * * * * cronic php /m/admin/cli/cron.php").left().getFirst().why())
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
    var crontab = of(before);
    assertThat(crontab.crontab())
        .isEqualTo(
            before
                .replace("a.sh  #", "{ a.sh" + STATUS + " | { heartbeat a || cat >/dev/null; } #")
                .replace("d.sh%", "{ d.sh" + STATUS + " | { heartbeat d || cat >/dev/null; }%"));
    assertThat(of(crontab.crontab()).crontab()).isEqualTo(crontab.crontab());
    assertThat(of("").crontab()).isEmpty();
    assertThat(of("# no newline").crontab()).isEqualTo("# no newline\n");
  }

  @Test
  void theSenderOfCronsMailIsKept() {
    String all = text(of("MAILFROM=cron@x.org\nMAILTO=a@x.org\n0 0 * * * a\n0 0 * * * b\n"), "/x");
    assertThat(all)
        .contains("defaults:\n  mail: { to: [a@x.org], from: cron@x.org }   # as cron did\n");
    String one = text(of("0 0 * * * a\nMAILFROM=\"cron@x.org\"\n0 0 * * * b\n"), "/x");
    assertThat(one)
        .contains("defaults:\n  mail: { to: [root] }", "    mail: { from: cron@x.org }\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "php /var/www/moodle/admin/cli/adhoc_task.php --execute --keep-alive=59 -> moodle-adhoc",
        "php /srv/m/public/admin/cli/scheduled_task.php --execute='\\core\\task\\tag_cron_task' ->"
            + " moodle-tag_cron",
        "php /srv/totara/server/admin/tool/task/cli/schedule_task.php"
            + " --execute=\\mod_x\\task\\cron_task -> totara-cron",
        "cd /var/www/moodle && php admin/cli/automated_backups.php >/dev/null -> moodle-backups",
      })
  void moodlesOtherScriptsAreJudgedByHowTheyEnd(String command, String name) {
    Job job = of("* * * * * " + command).jobs().getFirst();
    assertThat(job.isMoodle()).isFalse();
    assertThat(job.after())
        .contains("; echo \"heartbeat: exit status $?\"; } 2>&1 | { heartbeat " + name);
    assertThat(text(of("* * * * * " + command), "/x"))
        .contains("  " + name + ":\n", "    success-marker: 'heartbeat: exit status 0'\n")
        .doesNotContain("preset");
  }

  @Test
  void whatAnExitStatusDoesNotTellIsSaid() {
    assertThat(of("0 0 * * * flock -n /x.lock y").jobs().getFirst().notes().getFirst())
        .contains("where the lock is held", "heartbeat exec y --lock skip -- ");
    assertThat(of("0 0 * * * [ -x /y ] && y").jobs().getFirst().notes().getFirst())
        .contains("counts as a failure");
    assertThat(of("0 0 * * * a && b").jobs().getFirst().notes()).isEmpty();
  }

  @Test
  void aShellWithASyntaxOfItsOwnIsLeftAlone() {
    var crontab = of("a=b\nSHELL=/usr/bin/fish\n* * * * * x\nSHELL=/bin/bash\n* * * * * y\n");
    assertThat(crontab.left()).extracting(CrontabImport.Left::number).containsExactly(3);
    assertThat(crontab.jobs()).extracting(Job::number).containsExactly(5);
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

  @Test
  void whereCronHasMailedNobodyNoMailIsSet() {
    String text =
        text(of("MAILTO=\"\"\n* * * * * a\nMAILTO=x@y.org\n* * * * * b\n"), "/root/heartbeat.yml");
    assertThat(text)
        .doesNotContain("[root]", "defaults")
        .contains("    # No mail, as with cron: its MAILTO was empty.\n")
        .contains("    mail: { to: [x@y.org] }\n");
    String second = text(of("* * * * * b\nMAILTO=\n* * * * * a\n"), "/root/heartbeat.yml");
    assertThat(second)
        .contains("defaults:\n  mail: { to: [root] }")
        .contains("    mail: { to: [] }   # as with cron: its MAILTO was empty\n");
  }

  @Test
  void whoeverRunsAJobMustBeAbleToReadTheConfig() {
    String system = "0 0 * * * root a\n0 0 * * * www-data b\n0 0 * * * joe c\n0 1 * * * joe d\n";
    var crontab = CrontabImport.of(system, true, "heartbeat", name -> false);
    assertThat(text(crontab, "/etc/heartbeat/heartbeat.yml"))
        .contains(
            """
            #    Whoever runs a job must be able to read it. As root (heartbeat is the package's group):
            #      usermod -aG heartbeat www-data && sudo -u www-data heartbeat validate
            #      usermod -aG heartbeat joe && sudo -u joe heartbeat validate
            """);
    assertThat(text(crontab, "/etc/heartbeat/heartbeat.yml"))
        .contains("defaults:\n  mail: { to: [root] }", "    mail: { to: [www-data] }");
    assertThat(text(of("0 0 * * * a"), "/etc/heartbeat/heartbeat.yml"))
        .contains("As root, for any USER but root", "usermod -aG heartbeat USER && ");
    var ofRoot = CrontabImport.of("0 0 * * * root a", true, "heartbeat", name -> false);
    assertThat(text(ofRoot, "/etc/heartbeat/heartbeat.yml")).doesNotContain("usermod");
    assertThat(text(of("0 0 * * * a"), "/home/x/.config/heartbeat/heartbeat.yml"))
        .contains("# 1. Add these lines to /home/x/.config/heartbeat/heartbeat.yml, then: ")
        .doesNotContain("usermod");
  }

  @Test
  void aFileGoesBackToItsPlaceAndNotIntoTheOwnCrontabOfWhoeverReadsThis() {
    var crontab = CrontabImport.of("0 0 * * * root a", true, "heartbeat", name -> false);
    assertThat(ImportText.of(crontab, "/etc/cron.d/moodle", "/etc/heartbeat/heartbeat.yml", "root"))
        .contains("in its place (cp new.crontab /etc/cron.d/moodle).\n");
    assertThat(text(of("0 0 * * * a"), "x")).contains("in its place (crontab new.crontab).\n");
  }

  private static String text(CrontabImport crontab, String target) {
    return ImportText.of(crontab, "crontab -l", target, "root");
  }

  @Test
  void mailGoesWhereCronHasSentIt() {
    String text =
        ImportText.of(
            of("* * * * * a\nMAILTO=\"x@example.org, y@example.org\"\n* * * * * b\n"),
            "crontab -l",
            "~/.config/heartbeat/heartbeat.yml",
            "www-data");
    assertThat(text)
        .contains("# crontab -l: 2 of 2 jobs can be watched. Nothing has been changed.")
        .contains("defaults:\n  mail: { to: [www-data] }")
        .contains("    mail: { to: [x@example.org, y@example.org] }\n");
  }
}
