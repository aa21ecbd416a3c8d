package heartbeat.crontab;

import heartbeat.crontab.ShellTokens.Kind;
import heartbeat.crontab.ShellTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The simple commands of a command line in their order; those of groups and of sh -c, too. */
final class Steps {
  /** Programs that run the command that follows them. */
  static final Set<String> WRAPPERS =
      Set.of(
          "nice",
          "ionice",
          "flock",
          "timeout",
          "chronic",
          "cronic",
          "sudo",
          "su",
          "env",
          "setsid",
          "nohup",
          "time",
          "exec",
          "systemd-inhibit",
          "chrt",
          "taskset",
          "runuser",
          "setpriv",
          "bash",
          "sh",
          "dash",
          "ksh",
          "zsh");

  private static final Set<String> OPENERS = Set.of("{", "if", "then", "!");
  private static final Set<String> CLOSERS = Set.of("}", "fi");

  /** What only looks whether there is something to do, or prepares it, or says something. */
  private static final Pattern LOOK =
      Pattern.compile(
          "(cd|pushd|test|\\[|\\[\\[|export|source|\\.|sleep|echo|printf|cat|umask|set|ulimit|true"
              + "|false|:|date|which|type|mountpoint|pgrep|exit)( .*|)|command -[vV] .*"
              + "|perl -e 'sleep .*");

  private static final Pattern ASSIGNMENT = Pattern.compile("\\w+=[^$`]*(\\$\\w[^$`]*)*");
  private static final Pattern COMMAND_OPTION = Pattern.compile("-[a-z]*c|--command");
  private static final Pattern QUOTED = Pattern.compile("(['\"])(.*)\\1");

  private final List<Step> steps = new ArrayList<>();

  private Steps() {}

  /**
   * A simple command.
   *
   * @param words without redirections
   * @param next the operator that follows; empty: none
   */
  record Step(List<String> words, String next) {
    /** The program, without its folder; empty where variables are all that is set. */
    String program() {
      String first = words.stream().filter(word -> !word.matches("\\w+=.*")).findFirst().orElse("");
      return first.substring(first.lastIndexOf('/') + 1);
    }

    /** Its words, a space between each two. */
    String text() {
      return String.join(" ", words);
    }

    /** Whether it is no work by itself: nobody has to be told how it ended. */
    boolean isLook() {
      String text = text();
      return LOOK.matcher(text.substring(text.indexOf(program()))).matches()
          || words.stream().allMatch(word -> ASSIGNMENT.matcher(word).matches());
    }

    /** Whether what it prints goes to the next one. */
    boolean isPiped() {
      return next.startsWith("|") && !next.equals("||");
    }
  }

  /** Throws IllegalArgumentException, with a message for people, when a quote is not closed. */
  static List<Step> of(String command) {
    var steps = new Steps();
    List<String> words = new ArrayList<>();
    for (Token token : ShellTokens.of(command)) {
      if (token.kind() == Kind.WORD) {
        words.add(token.text());
      } else if (token.kind() == Kind.OPERATOR) {
        steps.add(words, token.text());
        words.clear();
      }
    }
    steps.add(words, "");
    return steps.steps;
  }

  private void add(List<String> all, String next) {
    int from = 0;
    while (from < all.size() && OPENERS.contains(all.get(from))) {
      from++;
    }
    List<String> words = List.copyOf(all.subList(from, all.size()));
    boolean isExit = words.equals(List.of("exit")) || words.equals(List.of("exit", "$?"));
    boolean endsAsBefore =
        words.isEmpty()
            || (words.size() == 1 && CLOSERS.contains(words.getFirst()))
            || (isExit && !steps.isEmpty() && steps.getLast().next().equals(";"));
    List<Step> inner = endsAsBefore ? List.of() : of(inside(words), words);
    steps.addAll(inner);
    if (inner.isEmpty() && !endsAsBefore) {
      steps.add(new Step(words, next));
    } else if (!steps.isEmpty() && Set.of("", ";").contains(steps.getLast().next())) {
      steps.set(steps.size() - 1, new Step(steps.getLast().words(), next));
    }
  }

  private static List<Step> of(String inside, List<String> words) {
    return inside.isEmpty() || inside.equals(words.getFirst()) ? List.of() : of(inside);
  }

  /** The command line within: a group in parentheses, or what {@code sh -c} is given. */
  private static String inside(List<String> words) {
    String first = words.getFirst();
    if (first.startsWith("(") && first.endsWith(")")) {
      return first.substring(1, first.length() - 1);
    }
    boolean runs = WRAPPERS.contains(new Step(words, "").program());
    for (int i = 1; runs && i < words.size(); i++) {
      Matcher quoted = QUOTED.matcher(words.get(i));
      if (quoted.matches() && COMMAND_OPTION.matcher(words.get(i - 1)).matches()) {
        return quoted.group(1).equals("'")
            ? quoted.group(2)
            : quoted.group(2).replaceAll("\\\\([\"\\\\$`])", "$1");
      }
    }
    return "";
  }
}
