package heartbeat.cli;

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
      """

      Without a marker or preset the exit status alone decides. Most needed:
        --max-duration 2h   after this time, end the command and all that it started
        --kill-after 10s    the time between TERM and KILL
        --lock skip         skip a run while another one goes on; or wait for it
        --tee               copy the output to standard output
      All other options: heartbeat help options

      Exit status: the command's own, 128 + N when signal N ended it; 124 time limit;
      126 and 127 it can't be run; 1 when it ended with 0 but its output says failure.""",
      "heartbeat exec backup --max-duration 2h -- /usr/local/bin/backup --all"),
  JUDGE(
      "Shows the verdict on this output. Sends and records nothing.",
      "heartbeat judge [JOB] [--json] [--exit-status N] [OPTIONS] < LOG",
      "\nOPTIONS: see `heartbeat help options`.",
      "heartbeat judge --success-marker 'backup complete' < backup.log"),
  TEST(
      "Sends a real ping and mail, marked as a test, and prints each server's answer.",
      "heartbeat test JOB [--verdict success|warning|failure|skipped] [OPTIONS]",
      "\nOPTIONS: see `heartbeat help options`.",
      "heartbeat test moodle --verdict failure");

  private final String description;
  private final String synopsis;
  private final String details;
  private final String example;

  JobCommand(String description, String synopsis, String details, String example) {
    this.description = description;
    this.synopsis = synopsis;
    this.details = details;
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
        .footer((details + "\n\nExample:  " + example).split("\n", -1));
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("show this help").build());
    return spec;
  }
}
