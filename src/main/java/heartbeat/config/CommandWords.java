package heartbeat.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words of a command line, split into the command and its arguments. Options may stand before
 * the command, as in git and restic: {@code heartbeat --config FILE status}.
 *
 * @param command null for a run in a pipe
 * @param arguments all words but the command's name, in their order
 */
public record CommandWords(@Nullable Command command, List<String> arguments) {

  /** Reads the words behind {@code heartbeat}. The first that is no option may be a command. */
  public static CommandWords of(String[] words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    boolean mayBeValue = false;
    for (int at = 0; at < words.length; at++) {
      String word = words[at];
      if (word.equals("--")) {
        break;
      }
      if (!word.startsWith("-")) {
        Command command = Command.named(word);
        if (command == null && mayBeValue) {
          mayBeValue = false;
          continue;
        }
        if (command != null) {
          arguments.remove(at);
        }
        return new CommandWords(command, arguments);
      }
      // Only the command knows such an option: heartbeat --for 2h pause JOB.
      mayBeValue = !word.contains("=") && !FlagParser.isKnown(word);
      if (FlagParser.takesNextWord(word)) {
        at++;
      }
    }
    return new CommandWords(null, arguments);
  }

  /** The arguments as an array. */
  public String[] words() {
    return arguments.toArray(String[]::new);
  }
}
