package heartbeat.crontab;

import heartbeat.crontab.ShellTokens.Kind;
import heartbeat.crontab.ShellTokens.Token;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a command's output goes by the redirections at its end.
 *
 * @param tokens how many tokens at the end say so
 * @param out the redirection of standard output, when it is one into a file; null: none
 * @param errors the redirection of standard error into a file of its own; null: none
 */
record Redirections(int tokens, @Nullable String out, @Nullable String errors) {
  private static final Pattern FORM = Pattern.compile("(&|\\d*)(>>|>\\||>&|>)\\s*(\\S.*)");
  private static final Pattern NOWHERE = Pattern.compile("2?>[>|]?\\s*/dev/null");
  private static final Pattern LOG = Pattern.compile(">>? .*\\.log['\"]?");
  private static final Pattern ABSOLUTE = Pattern.compile(">>? ['\"]?(?:/|~/|\\$HOME/).*");

  /** Looks at the end of these tokens, in which there is no comment. */
  static Redirections of(List<Token> tokens) {
    int from = tokens.size();
    while (from > 0 && tokens.get(from - 1).kind() == Kind.REDIRECT) {
      from--;
    }
    String out = null;
    String errors = null;
    for (Token token : tokens.subList(from, tokens.size())) {
      Matcher form = FORM.matcher(token.text());
      if (!form.matches()) {
        return new Redirections(0, null, null);
      }
      String stream = form.group(1);
      String target = form.group(3);
      boolean copies = form.group(2).equals(">&") && target.matches("[0-9-]");
      if (copies && stream.equals("2") && target.equals("1")) {
        errors = null;
      } else if (copies) {
        return new Redirections(0, null, null);
      } else if (stream.equals("2")) {
        errors = token.text();
      } else if (stream.isEmpty() || stream.equals("1") || stream.equals("&")) {
        out = (form.group(2).equals(">>") ? ">> " : "> ") + target;
        errors = form.group(2).equals(">&") || stream.equals("&") ? null : errors;
      } else {
        return new Redirections(0, null, null);
      }
    }
    return new Redirections(tokens.size() - from, out, errors);
  }

  /** Whether something of it is thrown away. */
  boolean discarded() {
    return isNowhere(out) || isNowhere(errors);
  }

  /** The file that standard output goes to; null: none. */
  @Nullable String file() {
    return isNowhere(out) ? null : out;
  }

  /** The file that standard error alone goes to; null: none. */
  @Nullable String errorFile() {
    return isNowhere(errors) ? null : errors;
  }

  /** Whether its file is a text for people, by its name. */
  boolean isLog() {
    return out != null && LOG.matcher(out).matches();
  }

  /** Whether its file is the same from every working directory. */
  boolean isAbsolute() {
    return out != null && ABSOLUTE.matcher(out).matches();
  }

  private static boolean isNowhere(@Nullable String redirection) {
    return redirection != null && NOWHERE.matcher(redirection).matches();
  }
}
