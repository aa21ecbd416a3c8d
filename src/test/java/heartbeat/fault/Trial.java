package heartbeat.fault;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.it.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One job run three times at once in the same surroundings: bare, in a pipe, and under exec. The
 * config is that of the shell's home: see {@link Home}.
 */
final class Trial {
  /** The start of a process on two cores that have little else to do. */
  private static final long NOISE_MILLIS = 2_500;

  /** What makes the run a success by the rules of every job. */
  static final String COMPLETED = "Cron run completed correctly";

  private static final int PATIENCE_SECONDS = 300;

  private final Shell shell;
  private String around = "";
  private String options = "";
  private String output = "> /dev/null";
  private String lastLine = COMPLETED;
  private int ownStatus;
  private int bulk = 200_000;
  private String middle = "";

  Trial(Shell shell) {
    this.shell = shell;
  }

  /** A command that sets up the surroundings and then runs its arguments. */
  Trial around(String command) {
    around = command + " ";
    return this;
  }

  Trial options(String line) {
    options = line;
    return this;
  }

  /** Where heartbeat's standard output goes, for a shell. */
  Trial output(String redirection) {
    output = redirection;
    return this;
  }

  /** How many bytes the job writes at its end, at once. */
  Trial writing(int bytes) {
    bulk = bytes;
    return this;
  }

  /** The job does not complete, and ends with 7. */
  Trial failing() {
    lastLine = "gave up";
    ownStatus = 7;
    return this;
  }

  /**
   * Shell commands that are run once, halfway: when both runs have a log, and while all three jobs
   * wait.
   */
  Trial halfway(String commands) {
    middle =
        "if [ $1 = bare ]; then\n"
            + "  while set -- state/jobs/*/*.log; [ ! -s \"$2\" ]; do sleep 0.02; done 2> err.wait\n"
            + ("  { " + commands + "; } > halfway.out 2>&1; touch halfway; set -- bare\n")
            + "else\n  until [ -e halfway ]; do sleep 0.02; done\nfi\n";
    return this;
  }

  /**
   * Runs all three to their ends, and asserts what must hold under every fault: the job ran to its
   * end, in its time, with its own status, and heartbeat broke nowhere.
   */
  Map<Entry, Met> run() throws IOException, InterruptedException {
    try (Busyness machine = new Busyness()) {
      return run(machine);
    }
  }

  private Map<Entry, Met> run(Busyness machine) throws IOException, InterruptedException {
    script();
    long start = System.currentTimeMillis();
    List<Process> running = new ArrayList<>();
    running.add(start("bare", "sh job.sh bare > /dev/null; echo $? > own.bare"));
    for (Entry entry : Entry.values()) {
      running.add(start(entry.job, entry.line("job.sh", options, output)));
    }
    for (Process process : running) {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
    }
    assertThat(number("own.bare")).isEqualTo(ownStatus);
    Map<Entry, Met> all = new EnumMap<>(Entry.class);
    for (Entry entry : Entry.values()) {
      Met met = met(entry, start);
      check(met, noise(machine));
      all.put(entry, met);
    }
    return all;
  }

  /** More than a pipe holds, in a second or so. */
  private void script() {
    shell.write(
        "job.sh",
        "i=0; while [ $i -lt 10 ]; do echo line $i; sleep 0.04; i=$((i+1)); done\n"
            + middle
            + "while [ $i -lt 20 ]; do echo line $i; sleep 0.04; i=$((i+1)); done\n"
            + "head -c "
            + bulk
            + " /dev/zero | tr '\\0' x | fold -w 99; echo\n"
            + ("echo '" + lastLine + "'\n")
            + "date +%s%N > ended.$1\n"
            + ("exit " + ownStatus + "\n"));
  }

  private Process start(String name, String line) throws IOException {
    shell.write(name + ".sh", line + "\n");
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", around + "sh " + name + ".sh")
            .directory(shell.home.toFile());
    builder.environment().clear();
    builder.environment().putAll(shell.environment);
    Path said = shell.home.resolve("said." + name);
    return builder
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectOutput(said.toFile())
        .redirectErrorStream(true)
        .start();
  }

  /**
   * How much later than bare a job may end, in milliseconds. Every time that a fault could cost is
   * longer: the time-outs in these tests are 3 s and more. On a machine where many processes wait
   * for each core, all takes so many times longer, and such a fault is found another day.
   */
  static long noise(Busyness machine) {
    return (long) (NOISE_MILLIS * machine.factor());
  }

  private Met met(Entry entry, long start) throws IOException {
    return new Met(
        entry,
        (int) number("status." + entry.job),
        (int) number("own." + entry.job),
        shell.read("err." + entry.job),
        number("ended." + entry.job) / 1_000_000 - start,
        number("ended.bare") / 1_000_000 - start);
  }

  private void check(Met met, long noise) {
    assertThat(met.own()).as("the job's own status").isEqualTo(ownStatus);
    assertThat(met.delay()).as("ms of delay, by " + met.entry()).isLessThan(noise);
    assertThat(met.err()).doesNotContain("Exception", "\tat ", "null");
  }

  private long number(String file) throws IOException {
    return Long.parseLong(Files.readString(shell.home.resolve(file)).strip());
  }
}
