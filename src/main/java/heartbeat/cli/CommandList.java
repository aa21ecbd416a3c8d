package heartbeat.cli;

import heartbeat.config.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.IHelpSectionRenderer;

/** The list of commands in the help, in groups that people need together. */
final class CommandList implements IHelpSectionRenderer {
  @Override
  public String render(Help help) {
    StringBuilder text = new StringBuilder();
    for (Command.Group group : Command.Group.values()) {
      if (group == Command.Group.HIDDEN) {
        continue;
      }
      TextTable table =
          TextTable.forColumns(
              help.colorScheme(),
              new Column(15, 2, Overflow.SPAN),
              new Column(65, 2, Overflow.WRAP));
      for (Command listed : group.commands()) {
        Help command = help.subcommands().get(listed.id());
        if (command != null) {
          table.addRowValues(
              listed.id(), String.join(" ", command.commandSpec().usageMessage().description()));
        }
      }
      text.append('\n').append(group.heading()).append('\n').append(table);
    }
    return text.toString();
  }
}
