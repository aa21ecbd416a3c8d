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
    assertThat(after("0 3 * * * " + command))
        .startsWith("0 3 * * * { " + command + STATUS + " | { heartbeat ")
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
        "php /c/admin/cli/cron.php >/dev/null; php /d/admin/cli/cron.php >/dev/null -> only the last",
        "php /c/admin/cli/cron.php >/dev/null && php /d/admin/cli/cron.php -> two Moodle",
        "php /c/admin/cli/cron.php | gzip > x.gz -> into a pipe",
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
    assertThat(after("* * * * * cd /x && /usr/local/bin/cronic b.sh"))
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
        "wget -q -O /dev/null https://m/admin/cron.php?password=secret -> status",
        "curl -so /tmp/x https://m/admin/cron.php -> status",
      })
  void moodlesCronThroughTheWebIsMoodlesWhereItsTextIsSeen(String command, String rule) {
    Job job = of("* * * * * " + command).jobs().getFirst();
    assertThat(job.name()).isEqualTo("moodle");
    assertThat(job.isMoodle()).isEqualTo(rule.equals("moodle"));
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
            """)
            .jobs();
    assertThat(jobs)
        .extracting(Job::name)
        .containsExactly(
            "moodle-a.org", "moodle-b.org", "moodle-c.org", "moodle", "moodle-a.org-2");
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

  @Test
  void whatAnExitStatusDoesNotTellIsSaid() {
    assertThat(of("0 0 * * * dump | gzip > x").jobs().getFirst().notes())
        .contains(
            "a pipe ends as its last command does: heartbeat does not see the others fail (a script"
                + " with bash's `set -o pipefail` would tell)");
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
        .endsWith(
            """

            # 3. Whoever runs a job must be able to read the config. As root, for www-data, joe:
            #      usermod -aG heartbeat USER      (the package's group)
            #      sudo -u USER heartbeat validate
            """);
    assertThat(text(crontab, "/etc/heartbeat/heartbeat.yml"))
        .contains("defaults:\n  mail: { to: [root] }", "    mail: { to: [www-data] }");
    assertThat(text(of("0 0 * * * a"), "/etc/heartbeat/heartbeat.yml"))
        .contains("# 3. ", "As root, for any but root:");
    var ofRoot = CrontabImport.of("0 0 * * * root a", true, "heartbeat", name -> false);
    assertThat(text(ofRoot, "/etc/heartbeat/heartbeat.yml")).doesNotContain("# 3. ");
    assertThat(text(of("0 0 * * * a"), "/home/x/.config/heartbeat/heartbeat.yml"))
        .contains("# 3. Check it, as the user who runs the jobs: heartbeat validate");
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
