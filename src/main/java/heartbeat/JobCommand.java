package heartbeat;

import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The help of the commands that take a job's options, which are read by {@link
 * heartbeat.config.Flags} because that is faster.
 */
enum JobCommand {
  EXEC(
      "Runs a command and watches it: its output, its exit status and its time.",
      "heartbeat exec JOB [OPTIONS] -- COMMAND [ARGUMENTS]",
      "heartbeat exec backup --max-duration 2h -- /usr/local/bin/backup --all"),
  JUDGE(
      "Says what would be said of this output. Sends and records nothing.",
      "heartbeat judge [JOB] [--json] [--exit-status N] [OPTIONS] < LOG",
      "heartbeat judge --success-marker 'backup complete' < backup.log"),
  TEST(
      "Sends a real ping and mail, marked as a test, and prints each server's answer.",
      "heartbeat test JOB [--verdict success|warning|failure|skipped] [OPTIONS]",
      "heartbeat test moodle --verdict failure");

  private final String description;
  private final String synopsis;
  private final String example;

  JobCommand(String description, String synopsis, String example) {
    this.description = description;
    this.synopsis = synopsis;
    this.example = example;
  }

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name(id());
    spec.usageMessage()
        .description(description)
        .customSynopsis(synopsis)
        .footer("", "OPTIONS are those of `heartbeat --help`.", "", "Example:  " + example);
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("show this help").build());
    return spec;
  }
}
