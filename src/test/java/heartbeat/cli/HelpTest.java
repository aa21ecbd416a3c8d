package heartbeat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.process.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What {@code --help} shows, as somebody reads it in a terminal of 80 columns. */
class HelpTest {
  private static final CommandLine ALL = Help.commandLine(Invocation.ofProcess());

  private static final CommandLine OPTIONS = Help.optionsPage(Invocation.ofProcess());

  static List<Map.Entry<String, CommandLine>> commands() {
    List<Map.Entry<String, CommandLine>> commands =
        new ArrayList<>(ALL.getSubcommands().entrySet());
    commands.add(Map.entry("heartbeat", ALL));
    commands.add(Map.entry("options", OPTIONS));
    return commands;
  }

  private static String helpOf(CommandLine command) {
    return command.getUsageMessage(CommandLine.Help.Ansi.OFF);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void eachFitsEightyColumnsAndShowsAnExampleOnALineOfItsOwn(Map.Entry<String, CommandLine> one) {
    String help = helpOf(one.getValue());
    assertThat(help.lines()).allMatch(line -> line.length() <= 80, "fits");
    assertThat(help.lines())
        .anySatisfy(
            line -> assertThat(line).matches("Examples?: {1,2}.*\\bheartbeat\\b.*[^:] *\\\\?"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void noneIsCutInTheMiddleOfAWordOrOption(Map.Entry<String, CommandLine> one) {
    String help = helpOf(one.getValue());
    assertThat(help).doesNotContainPattern("[:`]\n +[A-Z`]").doesNotContain("\n/var");
  }

  @Test
  void whatBelongsTogetherStandsTogether() {
    assertThat(helpOf(OPTIONS))
        .containsSubsequence(
            "How a run is judged, watched and kept:",
            "--preset",
            "--redact",
            "How it pings:",
            "--ping=",
            "--ping-jitter",
            "Whom it mails:",
            "--mail-to",
            "How mail is sent:",
            "--smtp-host",
            "--sendmail",
            "Where things are:",
            "--config",
            "--state-dir");
    assertThat(helpOf(ALL))
        .containsSubsequence(
            "Jobs:", "  exec ", "  status ", "  log ", "Setting up:", "  init ", "  demo ")
        .containsSubsequence("The dead man's switch:", "  serve ", "  next ");
  }

  @Test
  void commandsComeFirstAndOnlyTheOptionsThatPeopleNeed() {
    assertThat(helpOf(ALL))
        .containsSubsequence("Jobs:", "The options that most people need:", "--ping", "--config")
        .contains("heartbeat help options")
        .doesNotContain("--smtp-host");
    assertThat(helpOf(ALL).lines().filter(line -> line.matches(" {2,6}(-., )?--.*"))).hasSize(10);
  }

  @Test
  void eachCommandIsListedOnceWithAllThatItSaysOfItself() {
    String list = helpOf(ALL).substring(helpOf(ALL).indexOf("\nJobs:"));
    for (String command : ALL.getSubcommands().keySet()) {
      assertThat(list.lines().filter(line -> line.startsWith("  " + command + " ")))
          .as(command)
          .hasSize(1);
    }
    assertThat(list).doesNotContainPattern("a switch\n");
  }
}
