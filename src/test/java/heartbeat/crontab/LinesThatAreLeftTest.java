package heartbeat.crontab;

import static heartbeat.crontab.ImportedLines.after;
import static heartbeat.crontab.ImportedLines.imported;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.crontab.CrontabImport.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which lines of a crontab stay as they are, because a failure would not be seen. */
class LinesThatAreLeftTest {
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
    var crontab = imported("* * * * * " + command);
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
    var crontab = imported("* * * * * " + command);
    assertThat(crontab.left()).isEmpty();
    assertThat(crontab.jobs().getFirst().notes()).isEmpty();
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
      assertThat(imported("0 1 * * * " + line).jobs()).as(line).isEmpty();
      assertThat(imported("0 1 * * * " + line).left().getFirst().why()).contains("pings a check");
    }
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
    var crontab = imported(line);
    assertThat(crontab.jobs()).isEmpty();
    assertThat(crontab.left().getFirst().why()).contains(why);
    assertThat(crontab.left().getFirst().number()).isOne();
  }

  @Test
  void aLineThatCronWouldCutIsLeft() {
    String line = "* * * * * x " + "y".repeat(900);
    assertThat(imported(line).left().getFirst().why()).contains("longer than cron takes");
  }

  @Test
  void findThatHandsManyFilesToOneCommandEndsAsThatDoes() {
    assertThat(after("* * * * * find /x -exec rm {} +")).contains("find /x -exec rm {} +");
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
    var crontab = imported("* * * * * " + command);
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
    var crontab = imported("* * * * * " + command + "\n  --and more\n");
    assertThat(crontab.jobs()).isEmpty();
    assertThat(crontab.left().getFirst().why()).contains("does not join lines");
    assertThat(crontab.crontab()).isEqualTo("* * * * * " + command + "\n  --and more\n");
  }

  @Test
  void aLineFromWindowsStaysAsItIs() {
    var crontab = imported("MAILTO=x@y.org\r\n* * * * * job\r\n");
    assertThat(crontab.left().getFirst().why()).contains("carriage return");
    assertThat(crontab.crontab()).isEqualTo("MAILTO=x@y.org\r\n* * * * * job\r\n");
  }

  @Test
  void aShellWithASyntaxOfItsOwnIsLeftAlone() {
    var crontab = imported("a=b\nSHELL=/usr/bin/fish\n* * * * * x\nSHELL=/bin/bash\n* * * * * y\n");
    assertThat(crontab.left()).extracting(CrontabImport.Left::number).containsExactly(3);
    assertThat(crontab.jobs()).extracting(Job::number).containsExactly(5);
  }
}
