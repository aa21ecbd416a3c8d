package heartbeat.crontab;

import heartbeat.crontab.ShellTokens.Kind;
import heartbeat.crontab.ShellTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The simple commands of a command line in their order; those of groups and of the shells that it
 * starts ({@code sh -c}, {@code su -c}, {@code ssh}), too.
 */
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
          "doas",
          "su",
          "env",
          "setsid",
          "nohup",
          "time",
          "exec",
          "command",
          "builtin",
          "stdbuf",
          "chroot",
          "nsenter",
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

  private static final Set<String> TALKERS = Set.of("echo", "printf", "export");
  private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\(|`");

  /** Substitutions that do no work. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "(\\$\\(|`)\\s*(date|hostname|whoami|id|basename|dirname|pwd|uname)\\b[^)`|;&]*[)`]");

  private static final Pattern ASSIGNMENT = Pattern.compile("\\w+=[^$`]*(\\$\\w[^$`]*)*");

  private final List<Step> steps = new ArrayList<>();
  private final boolean isInner;
  private boolean pipefail;

  private Steps(Shell shell) {
    this.isInner = shell.isInner();
    this.pipefail = shell.pipefail();
  }

  /**
   * Who runs a pipe.
   *
   * @param isInner whether it is another shell than the line's own
   * @param pipefail whether it was told to fail when any part of a pipe does
   */
  record Shell(boolean isInner, boolean pipefail) {}

  /**
   * A simple command.
   *
   * @param words without redirections
   * @param next the operator that follows; empty: none
   * @param isInner whether another shell than the line's own runs it
   * @param isNegated whether a {@code !} turns its exit status around
   * @param shell who sees to that operator
   */
  record Step(List<String> words, String next, boolean isInner, boolean isNegated, Shell shell) {
    /** The program, without its folder; empty where variables are all that is set. */
    String program() {
      String first = words.stream().filter(word -> !word.matches("\\w+=.*")).findFirst().orElse("");
      return BareWord.baseName(first);
    }

    /** Its words, a space between each two. */
    String text() {
      return String.join(" ", words);
    }

    /** Whether it is no work by itself: nobody has to be told how it ended. */
    boolean isLook() {
      if (isTalk() && hidesWork()) {
        return false;
      }
      String text = text();
      int start = Math.max(0, text.indexOf(program()));
      return LOOK.matcher(text.substring(start)).matches()
          || words.stream().allMatch(word -> ASSIGNMENT.matcher(word).matches());
    }

    /** Whether it ends well whatever it says. */
    boolean isTalk() {
      return TALKERS.contains(program());
    }

    /** Whether it says what another command prints: how that one ended, nobody sees. */
    boolean hidesWork() {
      return SUBSTITUTION.matcher(HARMLESS.matcher(text()).replaceAll("")).find();
    }

    /** Whether what it prints goes to the next one. */
    boolean isPiped() {
      return next.startsWith("|") && !next.equals("||");
    }
  }

  /** Throws IllegalArgumentException, with a message for people, when a quote is not closed. */
  static List<Step> of(String command) {
    return of(command, new Shell(false, false));
  }

  private static List<Step> of(String command, Shell shell) {
    var steps = new Steps(shell);
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
    boolean isNegated = all.subList(0, from).contains("!");
    List<String> words = List.copyOf(all.subList(from, all.size()));
    boolean isExit = words.equals(List.of("exit")) || words.equals(List.of("exit", "$?"));
    boolean endsAsBefore =
        words.isEmpty()
            || (words.size() == 1 && CLOSERS.contains(words.getFirst()))
            || (isExit && !steps.isEmpty() && steps.getLast().next().equals(";"));
    notePipefail(all.subList(0, from), words, next);
    Shell shell = new Shell(isInner, pipefail);
    List<Step> inner = endsAsBefore ? List.of() : within(words);
    for (Step step : inner) {
      boolean turned = isNegated || step.isNegated();
      steps.add(new Step(step.words(), step.next(), step.isInner(), turned, step.shell()));
    }
    if (inner.isEmpty() && !endsAsBefore) {
      steps.add(new Step(words, next, isInner, isNegated, shell));
    } else if (!steps.isEmpty() && Set.of("", ";").contains(steps.getLast().next())) {
      Step last = steps.removeLast();
      steps.add(new Step(last.words(), next, last.isInner(), last.isNegated(), shell));
    }
  }

  /**
   * Only where nothing but other settings stand before it: what comes after a test, or within a
   * condition, may not have been set.
   */
  private void notePipefail(List<String> openers, List<String> words, String next) {
    if (words.isEmpty() || !words.getFirst().equals("set") || !words.contains("pipefail")) {
      return;
    }
    String option = words.get(Math.max(0, words.indexOf("pipefail") - 1));
    boolean isSure =
        option.matches("-\\w*o")
            && next.matches(";|&&")
            && openers.stream().allMatch("{"::equals)
            && steps.stream()
                .allMatch(step -> step.program().equals("set") && step.next().matches(";|&&"));
    pipefail = isSure;
  }

  /** The command line within: a group in parentheses, or what another shell is given. */
  private List<Step> within(List<String> words) {
    String first = words.getFirst();
    if (first.startsWith("(") && first.endsWith(")")) {
      return of(first.substring(1, first.length() - 1), new Shell(isInner, pipefail));
    }
    if (first.equals("eval")) {
      return of(joined(words.subList(1, words.size())), new Shell(isInner, pipefail));
    }
    var line = InnerShell.of(words);
    return line == null || line.text().isBlank()
        ? List.of()
        : of(line.text(), new Shell(true, line.pipefail()));
  }

  private static String joined(List<String> words) {
    return String.join(" ", words.stream().map(BareWord::unquoted).toList());
  }
}
