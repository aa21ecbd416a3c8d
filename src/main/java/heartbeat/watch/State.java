package heartbeat.watch;

import heartbeat.journal.Journal;
import heartbeat.journal.StateDirectory;
import heartbeat.journal.Surroundings;
import heartbeat.model.JobName;
import heartbeat.notify.Outbox;
import heartbeat.notify.OutboxDelivery;
import heartbeat.notify.OutboxItem;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Refusal;
import heartbeat.tell.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is kept between runs: journal and outbox in one folder.
 *
 * @param problem why the real state directory can't be used and this is a temporary one, gone after
 *     the run; null when all is well
 * @param taken why it is not the usual place, which somebody else has taken; null when nobody has
 */
public record State(
    Path directory,
    Journal journal,
    Outbox outbox,
    @Nullable String problem,
    @Nullable String taken) {

  /** For a command that looks at it. Throws Refusal when there is nothing to look at. */
  public static State find(@Nullable Path explicit, Invocation invocation) {
    StateDirectory found = resolve(explicit);
    Set<String> said = new HashSet<>();
    return in(
        readable(found),
        invocation,
        complaint -> {
          if (said.add(complaint)) {
            invocation.err().println("heartbeat: " + complaint);
          }
        },
        null,
        found instanceof StateDirectory.Usable usable ? usable.taken() : null);
  }

  /** The folder to read from, also where it can't be written. Throws Refusal when there is none. */
  private static Path readable(StateDirectory directory) {
    return switch (directory) {
      case StateDirectory.Usable usable -> usable.path();
      case StateDirectory.Unusable unusable -> {
        if (unusable.readable() == null) {
          throw new Refusal(ExitStatus.CONFIG, unusable.problem());
        }
        yield unusable.readable();
      }
    };
  }

  /**
   * For a run: where the real directory can't be used, a temporary one, so that the run's log can
   * still be mailed. Throws IOException when there is not even that.
   *
   * @param complaints is told what could not be read and was passed over, maybe more than once
   */
  static State ofRun(@Nullable Path explicit, Invocation invocation, Consumer<String> complaints)
      throws IOException {
    return switch (resolve(explicit)) {
      case StateDirectory.Usable usable ->
          in(usable.path(), invocation, complaints, null, usable.taken());
      case StateDirectory.Unusable unusable ->
          in(temporaryFolder(unusable.problem()), invocation, complaints, unusable.problem(), null);
    };
  }

  private static StateDirectory resolve(@Nullable Path explicit) {
    return StateDirectory.resolve(
        explicit == null ? null : explicit.toString(), Surroundings.ofThisProcess());
  }

  private static State in(
      Path directory,
      Invocation invocation,
      Consumer<String> complaints,
      @Nullable String problem,
      @Nullable String taken) {
    return new State(
        directory,
        new Journal(directory, invocation.clock(), complaints),
        new Outbox(directory.resolve("outbox"), invocation.clock()),
        problem,
        taken);
  }

  private static Path temporaryFolder(String problem) throws IOException {
    for (Path parent :
        new Path[] {Path.of(System.getProperty("java.io.tmpdir", "/tmp")), Path.of("/dev/shm")}) {
      try {
        return Files.createTempDirectory(parent, "heartbeat-");
      } catch (IOException e) {
        // The next one may do.
      }
    }
    throw new IOException(problem);
  }

  /** Nobody has read a mail that was refused: its job's next failure must not count as told. */
  public void forgetRefusedAlerts(OutboxDelivery.Report report, @Nullable JobName but) {
    for (OutboxDelivery.Outcome outcome : report.rejected()) {
      if (outcome.item() instanceof OutboxItem.Mail mail && !mail.job().equals(but)) {
        try {
          journal.update(mail.job(), JobState::unalerted);
        } catch (IOException e) {
          // The refusal itself is said; at worst the next failure waits for the cooldown.
        }
      }
    }
  }

  /** Removes a temporary folder with all that is in it; a real one stays. */
  void close() {
    if (problem == null) {
      return;
    }
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // Left for the system's own cleaning of temporary files; it is 0700.
    }
  }
}
