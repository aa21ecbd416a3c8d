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
 * @param tokens how many tokens at the end say so, and are taken away
 * @param discarded whether something of it is thrown away
 * @param log the redirection of standard output into a file; null: none
 * @param errors the redirection of standard error into a file of its own; null: none
 */
record Output(int tokens, boolean discarded, @Nullable String log, @Nullable String errors) {
  private static final Pattern FORM = Pattern.compile("(&|\\d*)(>>|>\\||>&|>)\\s*(\\S.*)");

  /** Looks at the end of these tokens, in which there is no comment. */
  static Output of(List<Token> tokens) {
    int from = tokens.size();
    while (from > 0 && tokens.get(from - 1).kind() == Kind.REDIRECT) {
      from--;
    }
    String out = null;
    String err = null;
    for (Token token : tokens.subList(from, tokens.size())) {
      Matcher form = FORM.matcher(token.text());
      if (!form.matches()) {
        return asItIs();
      }
      String stream = form.group(1);
      String target = form.group(3);
      boolean copies = form.group(2).equals(">&") && target.matches("[0-9-]");
      if (copies && stream.equals("2") && target.equals("1")) {
        err = null;
      } else if (copies) {
        return asItIs();
      } else if (stream.equals("2")) {
        err = target;
      } else if (stream.isEmpty() || stream.equals("1") || stream.equals("&")) {
        out = (form.group(2).equals(">>") ? ">> " : "> ") + target;
        err = form.group(2).equals(">&") || stream.equals("&") ? null : err;
      } else {
        return asItIs();
      }
    }
    boolean outDiscarded = "> /dev/null".equals(out) || ">> /dev/null".equals(out);
    boolean errDiscarded = "/dev/null".equals(err);
    return new Output(
        tokens.size() - from,
        outDiscarded || errDiscarded,
        outDiscarded ? null : out,
        err == null || errDiscarded ? null : errorsOf(tokens.subList(from, tokens.size())));
  }

  private static Output asItIs() {
    return new Output(0, false, null, null);
  }

  private static @Nullable String errorsOf(List<Token> redirects) {
    String last = null;
    for (Token redirect : redirects) {
      last = redirect.text().startsWith("2>") ? redirect.text() : last;
    }
    return last;
  }
}
