package heartbeat.crontab;

import heartbeat.crontab.CrontabLine.Entry;
import heartbeat.crontab.CrontabLine.Other;
import heartbeat.crontab.CrontabLine.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Changes a crontab so that heartbeat watches its jobs. */
public final class CrontabImport {
  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "dash", "ksh", "mksh", "zsh", "ash", "busybox", "");

  /** The longest line; cron cuts a command at 1000 bytes (MAX_COMMAND). */
  private static final int LONGEST = 990;

  private final List<String> lines = new ArrayList<>();
  private final List<Job> jobs = new ArrayList<>();
  private final List<Left> left = new ArrayList<>();
  private final Rewriter rewriter;
  private final JobNaming naming;
  private String shell = "";
  private @Nullable String mailTo;
  private @Nullable String mailFrom;

  private CrontabImport(String program, JobNaming naming) {
    this.rewriter = new Rewriter(program);
    this.naming = naming;
  }

  /**
   * A line that changes.
   *
   * @param number counted from 1
   * @param name of the job
   * @param isMoodle whether Moodle's rule judges it; else its exit status, by the marker
   * @param failureMarker what it prints when it fails, whatever its exit status is; null for
   *     nothing
   * @param ping the URL that the line pinged by itself; null for none
   * @param mailTo the address to which cron mailed its output; null for the owner; empty for nobody
   * @param mailFrom the sender of cron's mail; null for cron's own
   * @param user the user that it runs as, if there is a column for that; else null
   * @param notes what people must know of the change
   */
  public record Job(
      int number,
      String before,
      String after,
      String name,
      boolean isMoodle,
      @Nullable String failureMarker,
      @Nullable String ping,
      @Nullable String mailTo,
      @Nullable String mailFrom,
      @Nullable String user,
      List<String> notes) {}

  /** A job that is left as it is, and why. */
  public record Left(int number, String line, String why) {}

  /**
   * Reads a crontab.
   *
   * @param hasUser whether its sixth column is a user, as in /etc/crontab and /etc/cron.d
   * @param program how a line calls heartbeat: the name alone where cron finds it, or its path
   * @param reserved names that no job may bear
   */
  public static CrontabImport of(
      String crontab, boolean hasUser, String program, Predicate<String> reserved) {
    List<String> all = lines(crontab);
    long sites =
        all.stream()
            .filter(line -> CrontabLine.parse(line, hasUser) instanceof Entry)
            .filter(line -> MoodleCommand.site(line) != null)
            .count();
    var result = new CrontabImport(program, new JobNaming(reserved, sites > 1));
    for (int number = 1; number <= all.size(); number++) {
      String line = all.get(number - 1);
      result.lines.add(line);
      switch (CrontabLine.parse(line, hasUser)) {
        case Setting setting -> result.set(setting);
        case Entry entry -> result.add(number, line, entry);
        case Other other -> {
          if (!other.isUnderstood()) {
            result.left.add(new Left(number, line, "it is no crontab line"));
          }
        }
      }
    }
    return result;
  }

  /** Whether most jobs of a crontab begin with what may be a user, and go on behind it. */
  public static boolean looksLikeSystem(String crontab, Predicate<String> isUser) {
    int jobs = 0;
    int users = 0;
    for (String line : lines(crontab)) {
      if (CrontabLine.parse(line, false) instanceof Entry entry) {
        String[] words = entry.command().split("\\s+", 3);
        jobs++;
        users += words.length > 1 && isUser.test(words[0]) ? 1 : 0;
      }
    }
    return users > jobs / 2;
  }

  /** As cron cuts them: a carriage return is a part of its line. */
  private static List<String> lines(String crontab) {
    List<String> lines = new ArrayList<>(List.of(crontab.split("\n", -1)));
    if (lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }

  /** The whole new crontab: only the changed lines differ, all else is the same to the byte. */
  public String crontab() {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  /** The lines that change, in their order. */
  public List<Job> jobs() {
    return List.copyOf(jobs);
  }

  /** The jobs that stay as they are. */
  public List<Left> left() {
    return List.copyOf(left);
  }

  private void set(Setting setting) {
    if (setting.name().equals("SHELL")) {
      shell = setting.value().substring(setting.value().lastIndexOf('/') + 1);
    } else if (setting.name().equals("MAILTO")) {
      mailTo = setting.value().strip();
    } else if (setting.name().equals("MAILFROM")) {
      mailFrom = setting.value().isBlank() ? null : setting.value().strip();
    }
  }

  private void add(int number, String line, Entry entry) {
    try {
      refuse(line, entry);
      boolean isBash = shell.equals("bash");
      // A trial, so that a line that stays as it is takes no name.
      String work = rewriter.rewrite(entry.command(), "x", isBash).work();
      String name = naming.name(work);
      var rewritten = rewriter.rewrite(entry.command(), name, isBash);
      String after = entry.before() + rewritten.command() + entry.input();
      if (after.length() > LONGEST) {
        throw new IllegalArgumentException("it would be longer than cron takes; use a script");
      }
      jobs.add(
          new Job(
              number,
              line,
              after,
              name,
              rewritten.isMoodle(),
              rewritten.failureMarker(),
              rewritten.ping(),
              mailTo,
              mailFrom,
              entry.user(),
              rewritten.notes()));
      lines.set(number - 1, after);
    } catch (IllegalArgumentException e) {
      left.add(new Left(number, line, String.valueOf(e.getMessage())));
    }
  }

  /** Refuses what does not run as a line of sh, on a schedule. */
  private void refuse(String line, Entry entry) {
    if (entry.schedule().toLowerCase(Locale.ROOT).equals("@reboot")) {
      throw new IllegalArgumentException("it runs when the machine starts, not on a schedule");
    }
    if (!SHELLS.contains(shell)) {
      throw new IllegalArgumentException("SHELL is " + shell + ", which has a syntax of its own");
    }
    if (entry.command().isEmpty()) {
      throw new IllegalArgumentException("there is no command in it");
    }
    if (line.endsWith("\r")) {
      throw new IllegalArgumentException(
          "it ends in a carriage return, as in Windows, which cron hands to the command");
    }
    if (line.stripTrailing().endsWith("\\")) {
      throw new IllegalArgumentException(
          "it ends in a backslash, and cron does not join lines: the command is only what stands"
              + " here");
    }
  }
}
