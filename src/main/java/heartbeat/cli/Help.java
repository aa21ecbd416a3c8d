package heartbeat.cli;

import heartbeat.config.Command;
import heartbeat.config.Key;
import heartbeat.config.Keys;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Refusal;
import heartbeat.process.Version;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Answers {@code heartbeat help}; its options are made from the key table. */
@picocli.CommandLine.Command(
    name = "heartbeat",
    sortOptions = false,
    header = "Tells you when a scheduled job did not complete.",
    synopsisHeading = "Usage: ",
    customSynopsis = {
      "JOB-COMMAND 2>&1 | heartbeat [JOB] [OPTIONS]",
      "       heartbeat exec JOB [OPTIONS] -- COMMAND [ARGUMENTS]",
      "       heartbeat help [COMMAND|options]",
      ""
    },
    description = {
      "Reads a job's output to its end, judges whether the run completed, pings a",
      "dead man's switch, and mails the log when something is wrong. JOB is a name",
      "of your choice.",
    })
public final class Help {
  /** What most people need; all others are on a page of their own. */
  private static final List<String> COMMON =
      List.of("ping.url", "mail.to", "preset", "success-marker", "max-duration", "tee");

  private static final String OPTIONS = "options";

  private Help() {}

  /** Answers {@code heartbeat help [COMMAND|options]}. The status to end with. */
  public static int answer(Invocation invocation, List<String> words) {
    if (words.isEmpty() || words.equals(List.of(Command.HELP.id()))) {
      return show(invocation, null);
    }
    String word = words.getFirst();
    if (words.size() == 1 && word.equals(OPTIONS)) {
      optionsPage(invocation).usage(invocation.out());
      return ExitStatus.OK;
    }
    Command command = words.size() == 1 ? Command.named(word) : null;
    if (command != null && command.group() != Command.Group.HIDDEN) {
      return show(invocation, command);
    }
    throw new Refusal(
        ExitStatus.USAGE,
        words.size() > 1
            ? "help takes one command; see heartbeat help"
            : "no such command: '" + word + "'" + hint(word));
  }

  private static String hint(String word) {
    String hint = Command.hint(word);
    return hint.isEmpty() ? "; see heartbeat help" : hint;
  }

  /** Shows the help of a command; null: that of all. The status to end with. */
  public static int show(Invocation invocation, @Nullable Command command) {
    CommandLine all = commandLine(invocation);
    CommandLine shown = command == null ? all : Subcommands.named(command, all);
    shown.usage(invocation.out());
    return ExitStatus.OK;
  }

  /** Shows the version. The status to end with. */
  public static int version(Invocation invocation) {
    invocation.out().println("heartbeat " + Version.number());
    return ExitStatus.OK;
  }

  /** The whole command line with its help: what it is, the commands, the options people need. */
  public static CommandLine commandLine(Invocation invocation) {
    CommandLine line = root(invocation);
    for (Command.Group group : Command.Group.values()) {
      if (group != Command.Group.HIDDEN) {
        group.commands().forEach(command -> Subcommands.add(line, command, invocation));
      }
    }
    List<OptionSpec> common = new ArrayList<>();
    for (String path : COMMON) {
      for (Key key : Keys.ofJob()) {
        if (key.path().equals(path)) {
          common.add(option(key));
        }
      }
    }
    common.add(configFile());
    common.add(verbose());
    addGroup(line.getCommandSpec(), "The options that most people need:", common);
    line.getCommandSpec()
        .usageMessage()
        .footer(
            "",
            "All other options: heartbeat help options. Each is a key of the config, too.",
            "",
            "Example:  php admin/cli/cron.php 2>&1 | heartbeat moodle \\",
            "            --ping https://hc-ping.com/UUID --mail-to admin@example.org",
            "",
            "Exit status: 0 success, warning or skipped; 1 failure; 2 usage; 75 still",
            "undelivered; 78 config. exec: the command's own; 124 time limit.");
    List<String> sections = new ArrayList<>(line.getHelpSectionKeys());
    sections.remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING);
    sections.remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
    sections.add(
        sections.indexOf(UsageMessageSpec.SECTION_KEY_DESCRIPTION) + 1,
        UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
    line.setHelpSectionKeys(sections);
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new CommandList());
    return line;
  }

  /** The page with all options. */
  static CommandLine optionsPage(Invocation invocation) {
    CommandLine line = root(invocation);
    addKeys(line.getCommandSpec());
    line.getCommandSpec()
        .usageMessage()
        .description(
            "All options of a run, of exec, judge and test. Each is a key of the config, too:",
            "--ping-retries is ping.retries.")
        .footer("", "Example:  php admin/cli/cron.php 2>&1 | heartbeat moodle --max-silence 30m");
    return line;
  }

  /** The command line without commands. */
  static CommandLine root(Invocation invocation) {
    CommandLine line = new CommandLine(new Help());
    Subcommands.describeHelp(line);
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("show the version")
                .build());
    line.getCommandSpec().version("heartbeat " + Version.number());
    line.setOut(new PrintWriter(invocation.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(invocation.err(), true, StandardCharsets.UTF_8));
    return line;
  }

  private static void addKeys(CommandSpec spec) {
    List<OptionSpec> run = new ArrayList<>();
    List<OptionSpec> ping = new ArrayList<>();
    List<OptionSpec> mail = new ArrayList<>();
    for (Key key : Keys.ofJob()) {
      (key.group().equals("ping") ? ping : key.group().equals("mail") ? mail : run)
          .add(option(key));
    }
    List<OptionSpec> sending = new ArrayList<>();
    List<OptionSpec> places = new ArrayList<>();
    places.add(configFile());
    for (Key key : Keys.ofTop()) {
      if (!key.path().equals("enabled")) {
        (key.path().equals("state-dir") ? places : sending).add(option(key));
      }
    }
    addGroup(spec, "How a run is judged, watched and kept:", run);
    addGroup(spec, "How it pings:", ping);
    addGroup(spec, "Whom it mails:", mail);
    addGroup(spec, "How mail is sent:", sending);
    addGroup(spec, "Where things are:", places);
    addGroup(spec, "To see what goes on:", List.of(verbose()));
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

  private static OptionSpec configFile() {
    return option("--config", "FILE", "the config file, instead of the usual ones");
  }

  private static OptionSpec verbose() {
    return OptionSpec.builder("-v", "--verbose")
        .description("tell on standard error what is read, judged, sent and answered")
        .build();
  }

  private static OptionSpec option(Key key) {
    boolean isPing = key.path().equals("ping.url");
    return option(isPing ? "--ping" : key.flag(), label(key), key.help());
  }

  private static OptionSpec option(String flag, String label, String help) {
    // To picocli both are variables.
    String description = help.replace("%", "%%").replace("${", "$${");
    return OptionSpec.builder(flag).paramLabel(label).arity("1").description(description).build();
  }
}
