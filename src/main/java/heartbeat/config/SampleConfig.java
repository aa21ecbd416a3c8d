package heartbeat.config;

import java.util.List;

/** The commented file that {@code heartbeat init} writes, made from the table of keys. */
public final class SampleConfig {
  private static final int COLUMN = 44;

  private static final String HEAD =
      """
      # yaml-language-server: $schema=/usr/share/cron-heartbeat/heartbeat.schema.json
      # heartbeat: tells you when a scheduled job did not complete.
      #
      #   * * * * *  php /var/www/moodle/admin/cli/cron.php 2>&1 | heartbeat moodle
      #
      # Take the '#' away in front of a line to set it, and in front of the line of its
      # group too. Each value shown is the built-in one, or an example where there is none.
      # Durations: 90s 5m 2h 1d. Sizes: 64k 10M 1G. Any value may be ${env:NAME} or
      # ${file:/path}. Check this file with: heartbeat validate
      # URLs and passwords are secrets: chmod 640 this file.

      # What everybody needs: for each job its name, what makes a success of it, and who is told.
      # A job that is not named here has the defaults, and the options of its crontab line: each
      # key is also an option, '--max-duration 2h'.
      #jobs:
      #  moodle:
      #    preset: moodle
      #    ping: https://hc-ping.com/8116e449-d71c-4112-8f5d-a66f60902091
      #    mail: { to: [admin@example.org] }
      #    max-duration: 2h
      #  backup:
      #    success-marker: backup complete
      #    mail: { to: [ops@example.org], subject: '{verdict}: {job} on {host}' }

      """;

  private static final String CHANNELS =
      """

      # Ways to reach people besides mail, by names of your choice: one line for each service.
      #channels:
      #  ops: { slack: https://hooks.slack.com/services/T0/B0/X0 }

      # What holds for every job that does not say otherwise.
      #defaults:
      """;

  private static final String SWITCH =
      """

      # A dead man's switch of your own, `heartbeat serve`, and whom it expects: see
      # heartbeat.yml(5) for all of its keys.
      #serve:
      #  listen: 127.0.0.1:8000
      #  alerts: { mail: { to: [ops@example.org] } }
      #checks:
      #  nightly: { uuid: 2f1a6c9e-7d34-4a51-9f6e-0b8d5c7e1a42, cron: '30 2 * * *', grace: 1h }
      """;

  private SampleConfig() {}

  /**
   * A file that sets nothing and shows everything: prose behind {@code "# "}, settings behind a
   * lone {@code #}.
   */
  public static String text() {
    var out = new StringBuilder(HEAD);
    line(out, "", TopKeys.ENABLED, "");
    line(out, "#", TopKeys.STATE_DIR, "");
    out.append("\n# How mail leaves this machine: a mail server ...\n#smtp:\n");
    group(out, Keys.ofTop(), "smtp", 2);
    out.append("# ... or the local sendmail.\n");
    line(out, "#", TopKeys.SENDMAIL, "");
    out.append(CHANNELS);
    group(out, Keys.ofJob(), "", 2);
    out.append("# Where to ping, a dead man's switch; 'ping: URL' is enough for most.\n#  ping:\n");
    group(out, Keys.ofJob(), "ping", 4);
    out.append("# Whom to mail.\n#  mail:\n");
    group(out, Keys.ofJob(), "mail", 4);
    out.append(SWITCH);
    return out.toString();
  }

  private static void group(StringBuilder out, List<Key> keys, String group, int indent) {
    for (Key key : keys) {
      if (key.group().equals(group)) {
        line(out, "#", key, " ".repeat(indent));
      }
    }
  }

  private static void line(StringBuilder out, String off, Key key, String indent) {
    int start = out.length();
    String value = key.builtIn() == null ? key.example() : key.builtIn();
    out.append(off).append(indent).append(key.leaf()).append(": ").append(value).append(' ');
    while (out.length() - start < COLUMN) {
      out.append(' ');
    }
    out.append("# ").append(key.help()).append('\n');
  }
}
