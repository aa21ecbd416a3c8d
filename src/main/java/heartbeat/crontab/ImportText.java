package heartbeat.crontab;

import heartbeat.crontab.CrontabImport.Job;
import heartbeat.crontab.CrontabImport.Left;
import java.util.LinkedHashSet;
import java.util.Set;

/** What {@code heartbeat init --from-crontab} prints. */
public final class ImportText {
  private static final String NOBODY = "[]";

  private ImportText() {}

  /**
   * The lines that change, each with what it was; the lines that do not, with the reason; and the
   * config of the jobs.
   *
   * @param source what was read, for people
   * @param target where the config belongs
   * @param owner the local user whom cron mails where neither MAILTO nor a user column says another
   */
  public static String of(CrontabImport crontab, String source, String target, String owner) {
    var out = new StringBuilder();
    int all = crontab.jobs().size() + crontab.left().size();
    out.append("# ").append(source).append(": ").append(crontab.jobs().size());
    out.append(" of ").append(all).append(" jobs can be watched. Nothing has been changed.\n");
    if (!crontab.jobs().isEmpty()) {
      out.append("#\n# 1. Check this config, and put it into ").append(target).append(":\n\n");
      config(crontab, owner, out);
      out.append(
          "\n# 2. Put these lines in place of the old ones. cron no longer mails what the\n");
      out.append("#    jobs print: heartbeat does, with the whole log, when something is wrong.\n");
      out.append(
          "#    A job that only prints what is wrong, and ends with 0, is a success to it.\n");
      crontab.jobs().forEach(job -> line(job, out));
    }
    if (!crontab.left().isEmpty()) {
      out.append("\n# These stay as they are:\n");
      for (Left left : crontab.left()) {
        out.append("# line ").append(left.number()).append(", ").append(left.why()).append(":\n");
        out.append("#   ").append(left.line().strip()).append('\n');
      }
    }
    if (!crontab.jobs().isEmpty()) {
      readable(crontab, target, out);
    }
    return out.toString();
  }

  /** cron runs a job as its user, whom the file may be closed to. */
  private static void readable(CrontabImport crontab, String target, StringBuilder out) {
    if (!target.startsWith("/etc/")) {
      out.append("\n# 3. Check it, as the user who runs the jobs: heartbeat validate\n");
      return;
    }
    Set<String> users = new LinkedHashSet<>();
    crontab.jobs().forEach(job -> users.add(job.user() == null ? "" : job.user()));
    users.remove("root");
    if (users.isEmpty()) {
      return;
    }
    String who = users.contains("") ? "for any but root" : "for " + String.join(", ", users);
    out.append("\n# 3. Whoever runs a job must be able to read the config. As root, ").append(who);
    out.append(":\n#      usermod -aG heartbeat USER      (the package's group)\n");
    out.append("#      sudo -u USER heartbeat validate\n");
  }

  private static void line(Job job, StringBuilder out) {
    out.append("\n# line ").append(job.number()).append(" was:\n#   ").append(job.before().strip());
    out.append('\n');
    job.notes().forEach(note -> out.append("# ").append(note).append('\n'));
    out.append(job.after()).append('\n');
  }

  private static void config(CrontabImport crontab, String owner, StringBuilder out) {
    String first = to(crontab.jobs().getFirst(), owner);
    if (!first.equals(NOBODY)) {
      out.append("defaults:\n  mail: { to: ").append(first).append(" }   # as cron did\n");
    }
    out.append("jobs:\n");
    for (Job job : crontab.jobs()) {
      out.append("  ").append(quoted(job.name())).append(":\n");
      if (job.isMoodle()) {
        out.append("    preset: moodle\n");
      } else {
        out.append("    # Better: what the last line of a good run says.\n");
        out.append("    success-marker: '").append(Rewriter.MARKER).append("'\n");
      }
      if (job.ping() == null) {
        out.append("    # ping: https://hc-ping.com/UUID\n");
      } else {
        out.append("    ping: ").append(quoted(job.ping())).append('\n');
      }
      String to = to(job, owner);
      if (to.equals(NOBODY) && first.equals(NOBODY)) {
        out.append("    # No mail, as with cron: its MAILTO was empty.\n");
      } else if (to.equals(NOBODY)) {
        out.append("    mail: { to: [] }   # as with cron: its MAILTO was empty\n");
      } else if (!to.equals(first)) {
        out.append("    mail: { to: ").append(to).append(" }\n");
      }
    }
  }

  private static String to(Job job, String owner) {
    String runner = job.user() == null ? owner : job.user();
    String all = job.mailTo() == null ? runner : job.mailTo();
    Set<String> addresses = new LinkedHashSet<>();
    for (String address : all.split("[,\\s]+", -1)) {
      if (!address.isBlank()) {
        addresses.add(quoted(address));
      }
    }
    return "[" + String.join(", ", addresses) + "]";
  }

  /** As YAML: anything that is not plainly a text goes into quotes. */
  private static String quoted(String text) {
    boolean isPlain =
        text.matches("[A-Za-z][A-Za-z0-9@._+-]*|https?://[A-Za-z0-9./_-]+")
            && !text.matches("(?i)true|false|yes|no|on|off|null|y|n");
    return isPlain ? text : "'" + text.replace("'", "''") + "'";
  }
}
