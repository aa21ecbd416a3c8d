package heartbeat.crontab;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.crontab.CrontabImport.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertThat(after("* * * * * x.sh &>>\"/var/log/a b\""))
        .endsWith(" 2>&1 | { heartbeat x --tee || cat; } >> \"/var/log/a b\"");
  }

  @Test
  void anErrorFileOfItsOwnStays() {
    assertThat(after("* * * * * x.sh >> out.log 2>> err.log"))
        .isEqualTo(
            "* * * * * { x.sh 2>> err.log; echo \"heartbeat: exit status $?\"; }"
                + " | { heartbeat x --tee || cat; } >> out.log");
  }

  @Test
  void redirectionsOfAnotherKindAreLeftWhereTheyAre() {
    assertThat(after("* * * * * x.sh 3>&1 1>&2")).startsWith("* * * * * { x.sh 3>&1 1>&2; echo");
    assertThat(after("* * * * * x.sh < in.txt")).startsWith("* * * * * { x.sh < in.txt; echo");
  }

  @Test
  void aMailerAtTheEndStillGetsTheOutput() {
    assertThat(after("* * * * * x.sh | tr a b | logger -t 'x | y'"))
        .isEqualTo(
            "* * * * * { x.sh | tr a b"
                + STATUS
                + " | { heartbeat x --tee || cat; } | logger -t 'x | y'");
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
        .startsWith("* * * * * { ([ -d /mnt/b ] || exit 0; /opt/b/run.sh); echo ");
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
  void chronicWouldKeepMoodlesMarkerToItself() {
    assertThat(after("* * * * * chronic php /m/admin/cli/cron.php"))
        .startsWith("* * * * * php /m/admin/cli/cron.php 2>&1 |");
    assertThat(after("* * * * * chronic b.sh")).startsWith("* * * * * { chronic b.sh; echo");
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
        .contains("of several commands, only the last one tells how the line ended");
    assertThat(of("0 0 * * * flock -n /x y").jobs().getFirst().notes().getFirst())
        .contains("where the lock is held");
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
