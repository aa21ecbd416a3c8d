package heartbeat.cli;

import heartbeat.config.Key;
import heartbeat.config.Keys;
import heartbeat.process.Invocation;
import heartbeat.process.ProcessSignals;
import heartbeat.process.Refusal;
import heartbeat.process.Version;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The command line as picocli knows it: subcommands, and help made from the key table. */
@Command(
    name = "heartbeat",
    sortOptions = false,
    header = "Tells you when a scheduled job did not complete.",
    synopsisHeading = "Usage: ",
    customSynopsis = {
      "JOB-COMMAND 2>&1 | heartbeat [JOB] [OPTIONS]",
      "       heartbeat exec JOB [OPTIONS] -- COMMAND [ARGUMENTS]",
      "       heartbeat help [COMMAND]",
      ""
    },
    description = {
      "Reads a job's output to its end, judges whether the run completed, pings a",
      "dead man's switch, and mails the log when something is wrong. JOB is a name",
      "of your choice. Every key of the config is an option too:",
      ""
    },
    footer = {
      "",
      "Example:  php admin/cli/cron.php 2>&1 | heartbeat moodle \\",
      "            --ping https://hc-ping.com/UUID --mail-to admin@example.org",
      "",
      "Exit status: 0 success, warning or skipped; 1 failure; 2 usage; 75 still",
      "undelivered; 78 config. exec: the command's own; 124 time limit."
    })
public final class Help {
  private Help() {}

  /** The whole command line, for the commands that are not on the way of a run. */
  public static CommandLine commandLine(Invocation invocation) {
    CommandLine line = new CommandLine(new Help());
    describeHelp(line);
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("show the version")
                .build());
    line.addSubcommand(new StatusCommand(invocation))
        .addSubcommand(new LogCommand(invocation))
        .addSubcommand(new ValidateCommand(invocation))
        .addSubcommand(new InitCommand(invocation))
        .addSubcommand(new PauseCommand(invocation))
        .addSubcommand(new ResumeCommand(invocation))
        .addSubcommand(new FlushCommand(invocation))
        .addSubcommand(new NextCommand(invocation.clock()))
        .addSubcommand(new ServeCommand(invocation, new ProcessSignals()))
        .addSubcommand(new TestAlertCommand(invocation))
        .addSubcommand(new HashPasswordCommand(invocation, System.in))
        .addSubcommand(new DemoCommand(invocation));
    line.getSubcommands().values().forEach(Help::describeHelp);
    for (JobCommand command : JobCommand.values()) {
      line.addSubcommand(command.id(), command.spec());
    }
    addKeys(line.getCommandSpec());
    line.getHelpSectionMap().remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING);
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new CommandList());
    line.getCommandSpec().version("heartbeat " + Version.number());
    line.setOut(new PrintWriter(invocation.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(invocation.err(), true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler(
        (failure, command, result) -> {
          if (failure instanceof Refusal refusal) {
            invocation.err().println("heartbeat: " + refusal.getMessage());
            return refusal.status();
          }
          throw failure;
        });
    return line;
  }

  private static void describeHelp(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("show this help")
                .build());
  }

  private static void addKeys(CommandSpec spec) {
    List<OptionSpec> run = new ArrayList<>();
    List<OptionSpec> ping = new ArrayList<>();
    List<OptionSpec> mail = new ArrayList<>();
    for (Key key : Keys.ofJob()) {
      boolean isPing = key.path().equals("ping.url");
      (key.group().equals("ping") ? ping : key.group().equals("mail") ? mail : run)
          .add(option(isPing ? "--ping" : key.flag(), label(key), key.help()));
    }
    List<OptionSpec> sending = new ArrayList<>();
    List<OptionSpec> places = new ArrayList<>();
    places.add(option("--config", "FILE", "the config file, instead of the usual ones"));
    for (Key key : Keys.ofTop()) {
      if (!key.path().equals("enabled")) {
        (key.path().equals("state-dir") ? places : sending)
            .add(option(key.flag(), label(key), key.help()));
      }
    }
    addGroup(spec, "How a run is judged, watched and kept:", run);
    addGroup(spec, "How it pings:", ping);
    addGroup(spec, "Whom it mails:", mail);
    addGroup(spec, "How mail is sent:", sending);
    addGroup(spec, "Where things are:", places);
  }

  private static void addGroup(CommandSpec spec, String heading, List<OptionSpec> options) {
    ArgGroupSpec.Builder group = ArgGroupSpec.builder().validate(false);
    group.heading("%n" + heading + "%n").order(spec.argGroups().size());
    options.forEach(group::addArg);
    spec.addArgGroup(group.build());
  }

  private static String label(Key key) {
    if (!key.type().choices().isEmpty()) {
      return String.join("|", key.type().choices());
    }
    return switch (key.type().kind()) {
      case WHOLE -> "N";
      case MARKERS, REGEXES, HEADER_TEXT -> "TEXT";
      case BOOLEAN -> "true|false";
      case PROXY -> "HOST:PORT";
      default -> key.type().kind().name();
    };
  }

  private static OptionSpec option(String flag, String label, String help) {
    // To picocli both are variables.
    String description = help.replace("%", "%%").replace("${", "$${");
    return OptionSpec.builder(flag).paramLabel(label).arity("1").description(description).build();
  }
}
