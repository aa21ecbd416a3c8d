package heartbeat.crontab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that an administrator would have given. */
class JobNamingTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "/usr/bin/php /var/www/moodle/admin/cli/cron.php -> moodle",
        "cd /srv/totara && php server/admin/cli/cron.php -> totara",
        "cd /srv/totara13 && php admin/cli/cron.php -> totara",
        "sudo -u www-data /usr/bin/php8.2 -d memory_limit:512M /srv/m/admin/cli/cron.php -> moodle",
        "docker exec web php /var/www/html/admin/cli/cron.php -> moodle",
        "/usr/local/sbin/backup-db.sh --all -> backup-db",
        "cd /opt/app && ./tidy.py -> tidy",
        "php -f /var/www/nextcloud/cron.php -> nextcloud-cron",
        "php /srv/shop/artisan schedule:run -> artisan-schedule-run",
        "/usr/bin/python3 /srv/crm/manage.py clearsessions -> manage-clearsessions",
        "nice -n 19 ionice -c3 /usr/bin/updatedb -> updatedb",
        "flock -n /run/lock/sync.lock /home/joe/bin/mirror.sh -> mirror",
        "timeout 10m certbot -q renew -> certbot-renew",
        "test -x /usr/sbin/anacron || ( cd / && run-parts --report /etc/cron.daily ) -> cron.daily",
        "[ -x /usr/lib/php/sessionclean ] && if [ ! -d /run/x ]; then a; fi -> a",
        "command -v debian-sa1 > /dev/null && debian-sa1 1 1 -> debian-sa1",
        "FOO=bar LANG=C /opt/x/report -> report",
        "/opt/shop/bin/run.sh -> run",
        "/opt/shop/run.sh -> shop-run",
        "curl -s http://localhost/cron -> curl-localhost",
        "curl -u joe:secret -d key=secret 'https://joe:pw@x.org:80/a/b?password=secret' -> curl-x.org",
        "wget -qO- https://m/admin/cron.php?password=secret -> moodle",
        "curl -sS http://localhost/p/8116e449-d71c-4112-8f5d-a66f60902091 -> curl-localhost",
        "make 8116e449-d71c-4112-8f5d-a66f60902091 TOKEN=a deploy -> make-deploy",
        "echo 'all; done' && a.sh -> a",
        "perl -e 'sleep int(rand(43200))' && certbot -q renew -> certbot-renew",
        "su - joe -c 'cd /x && ./tidy.sh' -> tidy",
        "status -> status-2",
      })
  void theNameComesFromTheCommand(String command, String name) {
    assertThat(new JobNaming("status"::equals, false).name(command)).isEqualTo(name);
  }

  @Test
  void noNameIsGivenTwice() {
    var naming = new JobNaming(name -> false, false);
    assertThat(naming.name("php /var/www/moodle/admin/cli/cron.php")).isEqualTo("moodle");
    assertThat(naming.name("php /var/www/learn.example.org/htdocs/admin/cli/cron.php"))
        .isEqualTo("moodle-learn.example.org");
    assertThat(naming.name("php /var/www/moodle/admin/cli/cron.php -f")).isEqualTo("moodle-2");
    assertThat(naming.name("php /var/www/moodle/admin/cli/cron.php -f")).isEqualTo("moodle-3");
    assertThat(naming.name("a.sh")).isEqualTo("a");
    assertThat(naming.name("/x/a.sh")).isEqualTo("x-a");
  }
}
