package heartbeat.crontab;

import heartbeat.crontab.ShellTokens.Kind;
import heartbeat.crontab.ShellTokens.Token;
import heartbeat.crontab.Steps.Step;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Calls in a command line that ping a dead man's switch: heartbeat's own ping replaces them. */
final class OwnPing {
  private static final Pattern LAST =
      Pattern.compile(
          "(?:\\S*/)?(?:curl|wget)\\s.*?(https?://[^\\s'\"]*?(?:hc-ping\\.com|cronitor\\.link|/ping)"
              + "/[\\w-]+(?:/(?!start|fail|log)[\\w-]+)?)(?:/0|/\\$\\?)?['\"]?(?:\\s.*)?");

  private static final Pattern ANY =
      Pattern.compile("(?:\\S*/)?(?:curl|wget)\\s.*(?:hc-ping\\.com|cronitor\\.link|/ping)/.*");

  private static final Pattern RUNITOR =
      Pattern.compile("(?:\\S*/)?runitor\\s+--?uuid[ =]([0-9a-fA-F-]{36})\\s+--\\s+(.*)");

  private OwnPing() {}

  /** Removes {@code && curl … https://hc-ping.com/UUID} at the end; null when there is none. */
  static @Nullable String takeLast(List<Token> tokens) {
    int operator = tokens.size() - 1;
    while (operator >= 0 && tokens.get(operator).kind() != Kind.OPERATOR) {
      operator--;
    }
    if (operator < 0 || !tokens.get(operator).text().matches("&&|;")) {
      return null;
    }
    List<String> words =
        tokens.subList(operator + 1, tokens.size()).stream().map(Token::text).toList();
    Matcher ping = LAST.matcher(String.join(" ", words));
    if (!ping.matches()) {
      return null;
    }
    tokens.subList(operator, tokens.size()).clear();
    return ping.group(1);
  }

  /** Throws IllegalArgumentException when there is one in it. */
  static void refuse(List<Step> steps) {
    for (Step step : steps) {
      if (ANY.matcher(step.text()).matches()) {
        throw new IllegalArgumentException(
            "it pings a check by itself; that URL belongs in the config, as the ping of its job");
      }
      if (step.program().equals("runitor")) {
        throw new IllegalArgumentException("runitor pings for it already");
      }
    }
  }

  /** A line that is {@code runitor -uuid UUID -- COMMAND}: the UUID, and the command. */
  static Matcher runitor(String command) {
    return RUNITOR.matcher(command);
  }
}
