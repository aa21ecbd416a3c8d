package heartbeat.crontab;

import static heartbeat.crontab.ImportedLines.after;
import static heartbeat.crontab.ImportedLines.imported;
import static heartbeat.crontab.ImportedLines.text;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.crontab.CrontabImport.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of a crontab that run scripts of Moodle or Totara. */
class MoodleInCrontabsTest {
  @Test
  void moodlesCronIsJudgedByWhatItSays() {
    assertThat(after("* * * * * /usr/bin/php /var/www/moodle/admin/cli/cron.php"))
        .isEqualTo(
            "* * * * * /usr/bin/php /var/www/moodle/admin/cli/cron.php 2>&1"
                + " | { heartbeat moodle || cat >/dev/null; }");
    assertThat(imported("* * * * * php /srv/m/admin/cli/cron.php").jobs().getFirst().isMoodle())
        .isTrue();
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
    var crontab = imported("* * * * * " + command);
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
        imported(
                """
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
    Job job = imported("* * * * * " + command).jobs().getFirst();
    assertThat(job.isMoodle()).isFalse();
    assertThat(job.after())
        .contains("; echo \"heartbeat: exit status $?\"; } 2>&1 | { heartbeat " + name);
    assertThat(text(imported("* * * * * " + command), "/x"))
        .contains("  " + name + ":\n", "    success-marker: 'heartbeat: exit status 0'\n")
        .doesNotContain("preset");
  }
}
