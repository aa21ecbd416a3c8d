package heartbeat.crontab;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The command line that a command hands to another shell: {@code sh -c}, {@code su -c}, ssh. */
final class InnerShell {
  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "dash", "ksh", "mksh", "zsh", "ash", "rbash");

  /** Their {@code -c} may stand anywhere before a {@code --}. */
  private static final Set<String> LOGINS = Set.of("su", "runuser");

  private static final String SSH_OPTIONS_WITH_VALUE = "BbcDEeFIiJLlmOoPpQRSWw";

  private final List<String> words;

  private InnerShell(List<String> words) {
    this.words = words;
  }

  /**
   * What it is given.
   *
   * @param pipefail whether the shell was started with {@code -o pipefail}
   */
  record Line(String text, boolean pipefail) {}

  /** The first one among these words, which may be behind other programs; null: none. */
  static @Nullable Line of(List<String> words) {
    var search = new InnerShell(words.stream().map(BareWord::unquoted).toList());
    for (int i = 0; i < words.size(); i++) {
      Line line = search.at(i, BareWord.baseName(words.get(i)));
      if (line != null) {
        return line;
      }
    }
    return null;
  }

  private @Nullable Line at(int index, String program) {
    if (SHELLS.contains(program)) {
      return ofShell(index + 1);
    }
    if (LOGINS.contains(program) || words.get(index).matches("(/usr/bin/)?script")) {
      return ofLogin(index + 1);
    }
    // rsync -e ssh only says how to get there.
    boolean isValue = index > 0 && words.get(index - 1).matches("-\\w*e|--rsh");
    return switch (program) {
      case "flock" -> ofFlock(index + 1);
      case "ssh" -> isValue ? null : ofSsh(index + 1);
      default -> null;
    };
  }

  /** Its options come first, then the command line; without {@code -c} it is a script. */
  private @Nullable Line ofShell(int from) {
    boolean pipefail = false;
    boolean isGiven = false;
    for (int i = from; i < words.size(); i++) {
      String word = words.get(i);
      if (word.matches("[-+]\\w*[oO]") && i + 1 < words.size()) {
        pipefail |= word.startsWith("-") && words.get(i + 1).equals("pipefail");
        isGiven |= word.contains("c");
        i++;
      } else if (word.matches("--(rcfile|init-file)") && i + 1 < words.size()) {
        i++;
      } else if (word.matches("-\\w*c\\w*")) {
        isGiven = true;
      } else if (!word.matches("[-+].*")) {
        return isGiven ? new Line(word, pipefail) : null;
      }
    }
    return null;
  }

  private @Nullable Line ofLogin(int from) {
    for (int i = from; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--") || word.equals("-u") || word.startsWith("--user")) {
        return null;
      }
      if (word.matches("-[a-z]*c|--(session-)?command") && i + 1 < words.size()) {
        return new Line(words.get(i + 1), false);
      }
      if (word.matches("--(session-)?command=.*")) {
        return new Line(word.substring(word.indexOf('=') + 1), false);
      }
    }
    return null;
  }

  /** {@code flock [options] FILE -c COMMAND}. */
  private @Nullable Line ofFlock(int from) {
    int i = from;
    while (i < words.size() && words.get(i).startsWith("-")) {
      i += words.get(i).matches("-\\w*[wE]|--(timeout|conflict-exit-code)") ? 2 : 1;
    }
    boolean isGiven = i + 2 < words.size() && words.get(i + 1).matches("-c|--command");
    return isGiven ? new Line(words.get(i + 2), false) : null;
  }

  /** The rest behind the host; the other side's shell gets it, joined by spaces. */
  private @Nullable Line ofSsh(int from) {
    int i = from;
    while (i < words.size() && words.get(i).startsWith("-")) {
      String option = words.get(i);
      boolean takesNext =
          option.length() > 1
              && SSH_OPTIONS_WITH_VALUE.indexOf(option.charAt(option.length() - 1)) >= 0;
      i += takesNext ? 2 : 1;
    }
    return i + 1 < words.size()
        ? new Line(String.join(" ", words.subList(i + 1, words.size())), false)
        : null;
  }
}
