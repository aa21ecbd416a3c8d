package heartbeat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.config.Key;
import heartbeat.config.Keys;
import heartbeat.process.Invocation;
import heartbeat.run.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every command and option is in the manual and in the completion of every shell. */
class ShippedCommandsTest {
  private static final List<Path> COMPLETIONS =
      List.of(
          Path.of("packaging/completion/heartbeat.bash"),
          Path.of("packaging/completion/_heartbeat"),
          Path.of("packaging/completion/heartbeat.fish"));
  private static final Path MANUAL = Path.of("packaging/man/heartbeat.1");

  private static final CommandLine LINE = Help.commandLine(Invocation.ofProcess());

  @Test
  void everyCommandCanBeCompleted() throws IOException {
    for (Path file : COMPLETIONS) {
      String text = Files.readString(file);
      for (var command : LINE.getSubcommands().entrySet()) {
        assertThat(text).as("%s", file).containsPattern("[ (|']" + command.getKey() + "[ )|:\n]");
        for (String option : options(command.getValue())) {
          assertThat(partFor(command.getKey(), file, text))
              .as("%s: %s", file, command.getKey())
              .contains(file.endsWith("heartbeat.fish") ? "-l " + option.substring(2) : option);
        }
      }
    }
  }

  @Test
  void everyCommandAndOptionIsInTheManual() throws IOException {
    String manual = Files.readString(MANUAL).replace("\\-", "-");
    for (var command : LINE.getSubcommands().entrySet()) {
      assertThat(manual).containsPattern("\n\\.It Cm " + command.getKey() + "\\b");
      for (String option : options(command.getValue())) {
        assertThat(manual).as(command.getKey()).contains("Fl -" + option.substring(2));
      }
    }
  }

  @Test
  void everyReasonIsInTheManual() throws IOException {
    String manual = Files.readString(MANUAL).replace("\\-", "-");
    assertThat(Reason.values()).allMatch(reason -> manual.contains("\n.It Sy " + reason.id()));
  }

  @Test
  void everyKeyIsInTheHelp() {
    String help = Help.optionsPage(Invocation.ofProcess()).getUsageMessage();
    assertThat(Keys.ofJob())
        .extracting(Key::flag)
        .map(flag -> flag.equals("--ping-url") ? "--ping" : flag)
        .allMatch(help::contains);
  }

  /** Where a file speaks of one command. */
  private static String partFor(String command, Path file, String text) {
    if (file.endsWith("heartbeat.fish")) {
      return text.lines()
          .filter(line -> !line.contains("seen_subcommand_from") || line.contains(command))
          .collect(Collectors.joining("\n"));
    }
    int begin = text.indexOf("\n    " + command + ")");
    String part = text.substring(begin, text.indexOf(";;", begin));
    // What zsh has in variables above.
    return file.endsWith("_heartbeat")
        ? text.substring(text.indexOf("local -a config"), text.indexOf("local command=")) + part
        : part;
  }

  private static List<String> options(CommandLine command) {
    return command.getCommandSpec().options().stream().map(OptionSpec::longestName).toList();
  }
}
