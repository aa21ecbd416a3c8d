package heartbeat.cli;

import heartbeat.config.Config;
import heartbeat.config.ConfigLoader;
import heartbeat.config.Flags;
import heartbeat.config.ServeConfig;
import heartbeat.config.Sources;
import heartbeat.demo.MailCatcher;
import heartbeat.model.LogSettings;
import heartbeat.notify.MailTransport;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Launcher;
import heartbeat.process.LogSetup;
import heartbeat.process.Refusal;
import heartbeat.server.ServeSettings;
import heartbeat.server.SwitchServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code heartbeat demo}: all that heartbeat does, on this machine, with nothing installed. Real
 * processes, real pings, real mails; only the mail server keeps what it gets.
 */
@Command(
    name = "demo",
    description = {
      "Shows all that heartbeat does, on this machine, with nothing installed and nothing sent anywhere: a switch"
          + " on loopback, a mail catcher, a job that completes, one that dies, one that never"
          + " comes."
    },
    footer = {"", "Example:  heartbeat demo --keep"})
final class DemoCommand implements Callable<Integer> {
  private static final String GOOD = "11111111-1111-4111-8111-111111111111";
  private static final String BAD = "22222222-2222-4222-8222-222222222222";
  private static final String GONE = "33333333-3333-4333-8333-333333333333";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Invocation invocation;
  private final BlockingQueue<String> subjects = new LinkedBlockingQueue<>();

  @Option(names = "--keep", description = "leave the status page open until Enter or Ctrl-C")
  private boolean keep;

  DemoCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    LogSetup.apply(new LogSettings("warn", false, null, 0, 1), false);
    String launcher = Launcher.command();
    if (launcher == null) {
      throw new Refusal(ExitStatus.FAILURE, "demo runs heartbeat itself, and can't find it");
    }
    Path folder = Files.createTempDirectory("heartbeat-demo-");
    try (MailCatcher mails = new MailCatcher(mail -> subjects.add(subject(mail)))) {
      SwitchServer server =
          SwitchServer.start(
              settings(folder, mails.port()),
              invocation.clock(),
              invocation.host(),
              invocation.environment());
      try (server) {
        String base = server.uri().toString().replaceAll("/$", "");
        say("A switch listens on " + base + ", and a mail server on port " + mails.port() + ".");
        say("It expects three jobs. Mails go nowhere: their subjects are shown here.");
        Path config = config(folder, mails.port(), base);
        show(launcher, config, "1. moodle-good", "a run that completes", completes(), 0);
        show(launcher, config, "2. moodle-bad", "a run that is killed in the middle", dies(), 2);
        show(launcher, config, "3. backup", "it comes once, and never again", "done\n", 0);
        say("   The switch expects it every 2 s, with 2 s of grace ...");
        await(1);
        say("");
        say("Where to look:");
        say("  heartbeat status --config " + config);
        say("  heartbeat log moodle-bad --config " + config);
        if (keep) {
          say("  " + base + "/   the switch's page; Enter or Ctrl-C ends the demo");
          int ignored = System.in.read();
        } else {
          say("  heartbeat demo --keep   leaves the switch's page open");
        }
        return ExitStatus.OK;
      }
    }
  }

  private ServeSettings settings(Path folder, int mailPort) {
    // Another address than the jobs': the switch tells nobody whom the job has told already.
    String mail = "alerts: { mail: { to: [oncall@demo.invalid], gather: 0s } }";
    String text =
        """
        smtp: { host: localhost, port: %d, from: switch@demo.invalid }
        serve:
          listen: 127.0.0.1:0
          database: %s
          %s
        checks:
          moodle-good: { uuid: %s, period: 1h, grace: 1h }
          moodle-bad: { uuid: %s, period: 1h, grace: 1h }
          backup: { uuid: %s, period: 2s, grace: 2s }
        """
            .formatted(mailPort, folder.resolve("switch.db"), mail, GOOD, BAD, GONE);
    Config config = load(write(folder.resolve("switch.yml"), text));
    ServeConfig serve =
        ServeConfig.read(
            config,
            invocation.environment(),
            new ServeConfig.OptionsAndDefaults(
                null,
                null,
                folder.resolve("switch.db"),
                new MailTransport.Smtp(
                    "localhost",
                    mailPort,
                    MailTransport.Security.NONE,
                    null,
                    null,
                    Duration.ofSeconds(10),
                    null),
                "switch@demo.invalid"));
    ServeSettings settings = serve.settings();
    if (settings == null) {
      throw new Refusal(ExitStatus.CONFIG, serve.problems().toString());
    }
    return settings;
  }

  private static Path config(Path folder, int mailPort, String base) {
    return write(
        folder.resolve("heartbeat.yml"),
        """
        state-dir: %s
        smtp: { host: localhost, port: %d, from: heartbeat@demo.invalid }
        defaults:
          preset: moodle
          mail: { to: [admin@demo.invalid] }
        jobs:
          moodle-good: { ping: %s/ping/%s }
          moodle-bad: { ping: %s/ping/%s }
          backup: { preset: exit-status, ping: %s/ping/%s }
        """
            .formatted(folder.resolve("state"), mailPort, base, GOOD, base, BAD, base, GONE));
  }

  private void show(
      String launcher, Path config, String title, String what, String output, int mails)
      throws IOException, InterruptedException {
    String job = title.substring(title.indexOf(' ') + 1);
    say("");
    say(title + ": " + what + ".");
    say("   COMMAND 2>&1 | heartbeat " + job);
    Process run =
        new ProcessBuilder(launcher, job, "--config", config.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectErrorStream(true)
            .start();
    try (var in = run.getOutputStream()) {
      in.write(output.getBytes(StandardCharsets.UTF_8));
    }
    say("   heartbeat ended with status " + run.waitFor() + (mails == 0 ? ", silent" : ""));
    await(mails);
  }

  /** Waits until so many mails have come, and shows their subjects. */
  private void await(int mails) throws InterruptedException {
    for (int i = 0; i < mails; i++) {
      String subject = subjects.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      say(subject == null ? "   no mail came: this should not be" : "   mail: " + subject);
    }
  }

  private static String subject(String mail) {
    for (String line : mail.replace("\n ", " ").lines().toList()) {
      if (line.startsWith("Subject: ")) {
        return line.substring("Subject: ".length());
      }
    }
    return "(no subject)";
  }

  private static String completes() {
    return """
    Server Time: Fri, 20 Nov 2026 07:29:48 +0000
    Execute scheduled task: Cleanup old sessions (core\\task\\session_cleanup_task)
    Scheduled task complete: Cleanup old sessions (core\\task\\session_cleanup_task)
    Ran 0 adhoc tasks found at Fri, 20 Nov 2026 07:29:48 +0000
    Cron run completed correctly
    Cron completed at 07:29:54 in 0.003604 seconds. Memory used: 23.4 MB.
    """;
  }

  private static String dies() {
    return """
    Server Time: Fri, 20 Nov 2026 07:30:01 +0000
    Execute scheduled task: Automated backups (core\\task\\automated_backup_task)
    Backing up course #12...\
    """;
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new Refusal(ExitStatus.FAILURE, "can't write " + file + ": " + e.getMessage());
    }
  }

  private static Config load(Path file) {
    return ConfigLoader.load(
        Sources.ofSystem(), Flags.parse(new String[] {"--config", file.toString()}));
  }

  private void say(String text) {
    invocation.out().println(text);
    invocation.out().flush();
  }
}
