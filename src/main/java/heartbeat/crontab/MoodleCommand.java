package heartbeat.crontab;

import heartbeat.crontab.ShellTokens.Kind;
import heartbeat.crontab.ShellTokens.Token;
import heartbeat.crontab.Steps.Step;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The cron of Moodle or Totara in a command line: on the command line, or through the web. */
final class MoodleCommand {
  private static final Pattern CLI = Pattern.compile("([^\\s'\"]*?)/?\\badmin/cli/cron\\.php\\b");
  private static final Pattern FOLDER = Pattern.compile("\\bcd\\s+['\"]?([^\\s;&'\"]+)");

  /** Its host; its password, if any, is in what follows, or before an @. */
  private static final Pattern WEB =
      Pattern.compile(
          "https?://(?:[^/\\s'\"@]*@)?(?:www\\.)?([^/\\s'\":?#]+)[^\\s'\"?#]*/admin/cron\\.php\\b.*");

  private static final Pattern CURL_TO_FILE =
      Pattern.compile("-[a-zA-Z]*[oO].*|--output.*|--remote-name.*");

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
    if (!cli.find()) {
      return null;
    }
    Matcher folder = FOLDER.matcher(command);
    String path = cli.group(1);
    return !path.startsWith("/") && folder.find() ? folder.group(1) + "/" + path : path;
  }

  /**
   * Whether what it says of itself comes out of the line. Throws IllegalArgumentException, with the
   * reason for people, where only a part of it would.
   *
   * @param tokens of the line, without the redirections at its end
   */
  static boolean isSeen(List<Step> steps, List<Token> tokens) {
    List<Step> crons = steps.stream().filter(MoodleCommand::speaks).toList();
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
    if (isElsewhere || crons.getFirst().words().toString().matches(".*\\bc?h?ronic\\b.*")) {
      throw new IllegalArgumentException(
          "Moodle's output goes elsewhere within the line, where heartbeat does not see it");
    }
    return true;
  }

  private static boolean speaks(Step step) {
    String text = step.text();
    boolean isWeb = WEB.matcher(text).find();
    return switch (step.program()) {
      case "curl" ->
          isWeb && step.words().stream().noneMatch(word -> CURL_TO_FILE.matcher(word).matches());
      case "wget" -> isWeb && WGET_TO_OUTPUT.matcher(text).matches();
      default -> CLI.matcher(text).find();
    };
  }
}
