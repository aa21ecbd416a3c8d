package heartbeat.cli;

import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.IHelpSectionRenderer;

/** The list of commands in the help: those together that one needs at the same time. */
final class CommandList implements IHelpSectionRenderer {
  private record Group(String heading, List<String> commands) {}

  private static final List<Group> GROUPS =
      List.of(
          new Group(
              "Jobs:",
              List.of("exec", "status", "log", "judge", "test", "flush", "pause", "resume")),
          new Group("Setting up:", List.of("init", "validate", "demo")),
          new Group(
              "The dead man's switch:", List.of("serve", "test-alert", "hash-password", "next")));

  @Override
  public String render(Help help) {
    StringBuilder text = new StringBuilder();
    for (Group group : GROUPS) {
      TextTable table =
          TextTable.forColumns(
              help.colorScheme(),
              new Column(15, 2, Overflow.SPAN),
              new Column(65, 2, Overflow.WRAP));
      for (String name : group.commands()) {
        Help command = help.subcommands().get(name);
        if (command != null) {
          table.addRowValues(
              name, String.join(" ", command.commandSpec().usageMessage().description()));
        }
      }
      text.append('\n').append(group.heading()).append('\n').append(table);
    }
    return text.toString();
  }
}
