package heartbeat.watch;

import heartbeat.journal.Journal;
import heartbeat.journal.StateDirectory;
import heartbeat.journal.UserEnvironment;
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
 * The state directory: what is kept between runs, journal and outbox.
 *
 * @param problem why the real directory can't be used, so that this is a temporary one, which is
 *     removed after the run; null when this is the real one
 * @param taken why this is not the usual directory, which belongs to another user; null when it is
 * @param fallback what is remembered while this is a temporary directory
 */
public record JournalAndOutbox(
    Path directory,
    Journal journal,
    Outbox outbox,
    @Nullable String problem,
    @Nullable String taken,
    @Nullable FallbackState fallback) {

  /** For a command that only reads it. Throws Refusal when there is none. */
  public static JournalAndOutbox find(@Nullable Path explicit, Invocation invocation) {
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
        found instanceof StateDirectory.Usable usable ? usable.taken() : null,
        null);
  }

  /** The folder to read from, also one that can't be written. Throws Refusal when there is none. */
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
   * For a run. When the real directory can't be used, it is a temporary one, so that heartbeat can
   * still mail the run's log. Throws IOException when that can't be made either.
   *
   * @param complaints is told what could not be read, maybe more than once
   */
  static JournalAndOutbox ofRun(
      @Nullable Path explicit, Invocation invocation, JobName job, Consumer<String> complaints)
      throws IOException {
    return switch (resolve(explicit)) {
      case StateDirectory.Usable usable ->
          in(usable.path(), invocation, complaints, null, usable.taken(), null);
      case StateDirectory.Unusable unusable -> {
        String problem = unusable.problem();
        FallbackState fallback = FallbackState.of(job, problem, invocation);
        JournalAndOutbox state =
            in(temporaryFolder(problem), invocation, complaints, problem, null, fallback);
        if (fallback != null) {
          fallback.loadInto(state.journal, unusable.readable());
        }
        yield state;
      }
    };
  }

  private static StateDirectory resolve(@Nullable Path explicit) {
    return StateDirectory.resolve(
        explicit == null ? null : explicit.toString(), UserEnvironment.ofThisProcess());
  }

  private static JournalAndOutbox in(
      Path directory,
      Invocation invocation,
      Consumer<String> complaints,
      @Nullable String problem,
      @Nullable String taken,
      @Nullable FallbackState fallback) {
    return new JournalAndOutbox(
        directory,
        new Journal(directory, invocation.clock(), complaints),
        new Outbox(directory.resolve("outbox"), invocation.clock()),
        problem,
        taken,
        fallback);
  }

  private static Path temporaryFolder(String problem) throws IOException {
    for (Path parent : FallbackState.PLACES) {
      try {
        return Files.createTempDirectory(parent, "heartbeat-");
      } catch (IOException e) {
        // Try the next one.
      }
    }
    throw new IOException(problem);
  }

  /** After a refused mail, the job's next failure is mailed again: nobody has read the first. */
  public void forgetRefusedAlerts(OutboxDelivery.Report report, @Nullable JobName but) {
    for (OutboxDelivery.Outcome outcome : report.rejected()) {
      if (outcome.item() instanceof OutboxItem.Mail mail && !mail.job().equals(but)) {
        try {
          journal.update(mail.job(), JobState::unalerted);
        } catch (IOException e) {
          // People hear of the refusal; at worst the next failure waits for the cooldown.
        }
      }
    }
  }

  /** Removes a temporary directory, and keeps what the next run must know; a real one stays. */
  void close() {
    if (problem == null) {
      return;
    }
    if (fallback != null) {
      fallback.saveFrom(journal);
    }
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // It is 0700; the system will clean up its temporary files.
    }
  }
}
