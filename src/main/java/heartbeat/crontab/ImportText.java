package heartbeat.crontab;

import heartbeat.crontab.CrontabImport.Job;
import heartbeat.crontab.CrontabImport.Left;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The config that {@code heartbeat init --from-crontab} prints beside the new crontab, with
 * comments that say what people must know.
 */
public final class ImportText {
  private static final String NOBODY = "[]";

  private ImportText() {}

  /**
   * A config file for the jobs that change. Its comments say what changes, which lines stay as they
   * are and why, and what is to be done next.
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
      out.append("#\n# These lines change:\n");
      crontab.jobs().forEach(job -> line(job, out));
      out.append(
          "#\n# cron no longer mails what these jobs print: heartbeat mails the whole log when\n");
      out.append(
          "# something is wrong. A job that only prints what is wrong, and ends with 0, is a\n");
      out.append("# success to it.\n");
    }
    if (!crontab.left().isEmpty()) {
      out.append("#\n# These stay as they are:\n");
      for (Left left : crontab.left()) {
        out.append("# line ").append(left.number()).append(", ").append(left.why()).append(":\n");
        out.append("#   ").append(left.line().strip()).append('\n');
      }
    }
    if (!crontab.jobs().isEmpty()) {
      next(crontab, source, target, out);
      out.append('\n');
      config(crontab, owner, out);
    }
    return out.toString();
  }

  private static void next(CrontabImport crontab, String source, String target, StringBuilder out) {
    out.append("#\n# 1. Add these lines to ").append(target).append(", then: heartbeat validate\n");
    readable(crontab, target, out);
    out.append(
        "# 2. Standard output was the whole new crontab. Compare it with the old one (diff),\n");
    // A system crontab would be nonsense as a user's own.
    String put = source.startsWith("/") ? "cp new.crontab " + source : "crontab new.crontab";
    out.append("#    then put it in its place (").append(put).append(").\n");
  }

  /** cron runs a job as its user, who may not be able to read the file. */
  private static void readable(CrontabImport crontab, String target, StringBuilder out) {
    Set<String> users = new LinkedHashSet<>();
    crontab.jobs().forEach(job -> users.add(job.user() == null ? "" : job.user()));
    users.remove("root");
    if (users.isEmpty() || !target.startsWith("/etc/")) {
      return;
    }
    out.append("#    Whoever runs a job must be able to read it. As root");
    if (users.contains("")) {
      out.append(", for any USER but root");
      users.clear();
      users.add("USER");
    }
    out.append(" (heartbeat is the package's group):\n");
    for (String user : users) {
      out.append("#      usermod -aG heartbeat ").append(user);
      out.append(" && sudo -u ").append(user).append(" heartbeat validate\n");
    }
  }

  private static void line(Job job, StringBuilder out) {
    out.append("# line ").append(job.number()).append(" is job ").append(job.name()).append('\n');
    job.notes().forEach(note -> out.append("#   ").append(note).append('\n'));
  }

  private static void config(CrontabImport crontab, String owner, StringBuilder out) {
    String to = to(crontab.jobs().getFirst(), owner);
    List<@Nullable String> senders = crontab.jobs().stream().map(Job::mailFrom).distinct().toList();
    String from = senders.size() == 1 ? senders.getFirst() : null;
    String mail = mail(to.equals(NOBODY) ? null : to, from);
    if (!mail.isEmpty()) {
      out.append("defaults:\n  ").append(mail).append("   # as cron did\n");
    }
    out.append("jobs:\n");
    for (Job job : crontab.jobs()) {
      out.append("  ").append(quoted(job.name())).append(":\n");
      rule(job, out);
      if (job.ping() == null) {
        out.append("    # ping: https://hc-ping.com/UUID\n");
      } else {
        out.append("    ping: ").append(quoted(job.ping())).append('\n');
      }
      mail(job, to, from, owner, out);
    }
  }

  private static void rule(Job job, StringBuilder out) {
    if (job.isMoodle()) {
      out.append("    preset: moodle\n");
      return;
    }
    out.append("    # Better: what the last line of a good run says.\n");
    out.append("    success-marker: '").append(Rewriter.MARKER).append("'\n");
    if (job.failureMarker() != null) {
      out.append("    failure-marker: ").append(quoted(job.failureMarker())).append('\n');
    }
  }

  /** What differs from the defaults. */
  private static void mail(
      Job job, String usual, @Nullable String usualFrom, String owner, StringBuilder out) {
    String to = to(job, owner);
    if (to.equals(NOBODY)) {
      out.append(
          usual.equals(NOBODY)
              ? "    # No mail, as with cron: its MAILTO was empty.\n"
              : "    mail: { to: [] }   # as with cron: its MAILTO was empty\n");
      return;
    }
    String from = Objects.equals(job.mailFrom(), usualFrom) ? null : job.mailFrom();
    String mail = mail(to.equals(usual) ? null : to, from);
    if (!mail.isEmpty()) {
      out.append("    ").append(mail).append('\n');
    }
  }

  private static String mail(@Nullable String to, @Nullable String from) {
    List<String> keys =
        Stream.of(to == null ? "" : "to: " + to, from == null ? "" : "from: " + quoted(from))
            .filter(key -> !key.isEmpty())
            .toList();
    return keys.isEmpty() ? "" : "mail: { " + String.join(", ", keys) + " }";
  }

  private static String to(Job job, String owner) {
    String runner = job.user() == null ? owner : job.user();
    String all = job.mailTo() == null ? runner : job.mailTo();
    Set<String> addresses = new LinkedHashSet<>();
    for (String address : all.split(all.contains("<") ? "," : "[,\\s]+", -1)) {
      if (!address.isBlank()) {
        addresses.add(quoted(address.strip()));
      }
    }
    return "[" + String.join(", ", addresses) + "]";
  }

  /** As YAML: anything that YAML might not read as text goes into quotes. */
  private static String quoted(String text) {
    boolean isPlain =
        text.matches("[A-Za-z][A-Za-z0-9@._+-]*|https?://[A-Za-z0-9./_-]+")
            && !text.matches("(?i)true|false|yes|no|on|off|null|y|n");
    return isPlain ? text : "'" + text.replace("'", "''") + "'";
  }
}
