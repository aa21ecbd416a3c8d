package heartbeat.crontab;

import heartbeat.crontab.ShellTokens.Kind;
import heartbeat.crontab.ShellTokens.Token;
import heartbeat.crontab.Steps.Step;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The cron of Moodle or Totara in a command line: on the command line, or through the web. */
final class MoodleCommand {
  private static final Pattern CLI = Pattern.compile("([^\\s'\"]*?)/?\\badmin/cli/cron\\.php\\b");

  /** Scripts that run only some tasks, and their options. */
  private static final Pattern TASKS =
      Pattern.compile(
          "([^\\s'\"]*?)/?\\badmin/(?:cli|tool/task/cli)/"
              + "(adhoc|scheduled?|automated_backups)(?:_task)?\\.php\\b(.*)");

  private static final Pattern EXECUTED =
      Pattern.compile("--execute[= ]['\"]?[\\w\\\\]*?(\\w+?)(?:_task)?(?:['\"\\s].*|)");

  private static final Pattern FOLDER = Pattern.compile("\\bcd\\s+['\"]?([^\\s;&'\"]+)");

  /** Its host; its password, if any, is in what follows, or before an @. */
  private static final Pattern WEB =
      Pattern.compile(
          "https?://(?:[^/\\s'\"@]*@)?(?:www\\.)?([^/\\s'\":?#]+)[^\\s'\"?#]*/admin/cron\\.php\\b.*");

  private static final Pattern CURL_TO_FILE =
      Pattern.compile("-[a-zA-Z]*[oO].*|--output.*|--remote-name.*");

  private static final Pattern CURL_TO_OUTPUT =
      Pattern.compile("(?<= )(?:-[a-zA-Z]*o ?|--output[= ])-(?= |$)");

  private static final Pattern WGET_TO_OUTPUT =
      Pattern.compile("(?s).* (?:-\\w*O ?|--output-document[= ])-(?: .*|)");

  private MoodleCommand() {}

  /** Where the site is: its folder, or a slash and its host; null where none is in the line. */
  static @Nullable String site(String command) {
    Matcher web = WEB.matcher(command);
    if (web.find()) {
      return "/" + web.group(1);
    }
    Matcher cli = CLI.matcher(command);
    return cli.find() ? site(command, cli) : null;
  }

  private static String site(String command, Matcher script) {
    Matcher folder = FOLDER.matcher(command);
    String path = script.group(1);
    return !path.startsWith("/") && folder.find() ? folder.group(1) + "/" + path : path;
  }

  /**
   * A line that runs only some of a site's tasks, or its backups, so that its exit status decides.
   *
   * @param site as {@link MoodleCommand#site(String)}
   * @param work what it does, in a word or two
   */
  record Tasks(String site, String work) {}

  /** Such a line; null for any other. */
  static @Nullable Tasks tasks(String command) {
    Matcher script = TASKS.matcher(command);
    if (!script.find()) {
      return null;
    }
    Matcher executed = EXECUTED.matcher(script.group(3).strip());
    String kind = script.group(2);
    String work =
        kind.startsWith("schedule") && executed.matches()
            ? executed.group(1)
            : kind.equals("automated_backups") ? "backups" : kind;
    return new Tasks(site(command, script), work);
  }

  /**
   * The line of a web cron, changed so that heartbeat sees its output: not thrown away, and without
   * the progress of curl and wget.
   */
  static String shown(String command, List<String> notes) {
    var text = new StringBuilder(command);
    List<Token> tokens = ShellTokens.of(command);
    for (int end = tokens.size(); end > 0; ) {
      int start = end;
      while (start > 0 && tokens.get(start - 1).kind() != Kind.OPERATOR) {
        start--;
      }
      show(tokens.subList(start, end), text, notes);
      end = start - 1;
    }
    return text.toString();
  }

  private static void show(List<Token> tokens, StringBuilder text, List<String> notes) {
    List<Token> words = tokens.stream().filter(token -> token.kind() == Kind.WORD).toList();
    int at = 0;
    while (at < words.size() && !BareWord.baseName(words.get(at).text()).matches("curl|wget")) {
      at++;
    }
    boolean isWeb = words.stream().anyMatch(word -> WEB.matcher(word.text()).find());
    if (!isWeb || at == words.size()) {
      return;
    }
    boolean isCurl = BareWord.baseName(words.get(at).text()).equals("curl");
    String option = isCurl ? "(-[a-zA-Z]*o|--output=?)" : "(-[a-zA-Z]*O|--output-document=?)";
    for (int i = words.size() - 1; i > at; i--) {
      Token word = words.get(i);
      boolean isTarget =
          word.text().matches(option + "/dev/null")
              || (word.text().equals("/dev/null") && words.get(i - 1).text().matches(option));
      if (isTarget) {
        text.replace(word.end() - "/dev/null".length(), word.end(), "-");
        notes.add("its output was thrown away; now heartbeat reads it");
      }
    }
    String quiet = isCurl ? "-[a-zA-Z]*s.*|--silent" : "-[a-zA-Z]*q.*|--quiet";
    if (words.stream().noneMatch(word -> word.text().matches(quiet))) {
      text.insert(words.get(at).end(), isCurl ? " -sS" : " -q");
      notes.add("its progress would stand in the midst of Moodle's lines, so it is quiet now");
    }
  }

  /**
   * Whether its output comes out of the line. Throws IllegalArgumentException, with the reason for
   * people, when only a part of it would.
   *
   * @param tokens of the line, without the redirections at its end
   */
  static boolean isSeen(List<Step> steps, List<Token> tokens) {
    List<Step> crons = steps.stream().filter(MoodleCommand::printsToTheLine).toList();
    long pages = steps.stream().filter(step -> WEB.matcher(step.text()).find()).count();
    if (pages > crons.stream().filter(step -> WEB.matcher(step.text()).find()).count()) {
      throw new IllegalArgumentException(
          "what Moodle says goes where heartbeat does not see it, and a web server's answer does"
              + " not tell whether cron has run; say curl -sS URL, or wget -q -O - URL");
    }
    if (crons.isEmpty()) {
      return false;
    }
    if (crons.size() > 1) {
      throw new IllegalArgumentException(
          "there are two Moodle sites in it; give each its own line");
    }
    if (crons.getFirst().isPiped()) {
      throw new IllegalArgumentException(
          "Moodle's output goes into a pipe, where heartbeat does not see it");
    }
    boolean isElsewhere =
        tokens.stream()
            .anyMatch(token -> token.kind() != Kind.OPERATOR && token.text().contains(">"));
    boolean isHeldBack =
        tokens.stream().anyMatch(token -> token.text().matches("(?s).*\\bch?ronic\\b.*"));
    if (isElsewhere || isHeldBack) {
      throw new IllegalArgumentException(
          "Moodle's output goes elsewhere within the line, where heartbeat does not see it");
    }
    return true;
  }

  private static boolean printsToTheLine(Step step) {
    String text = step.text();
    boolean isWeb = WEB.matcher(text).find();
    return switch (step.program()) {
      case "curl" ->
          isWeb
              && Stream.of(CURL_TO_OUTPUT.matcher(step.text()).replaceAll("").split(" ", -1))
                  .noneMatch(word -> CURL_TO_FILE.matcher(word).matches());
      case "wget" -> isWeb && WGET_TO_OUTPUT.matcher(text).matches();
      default -> CLI.matcher(text).find();
    };
  }
}
