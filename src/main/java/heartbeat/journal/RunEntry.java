package heartbeat.journal;

import heartbeat.model.JobName;
import heartbeat.model.RunId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A run as the journal knows it: ended, still going, or cut off. */
public sealed interface RunEntry {
  JobName job();

  RunId run();

  /** When it started: by its record, else by its id. */
  Instant started();

  /** The verdict for users: a verdict's id, {@code running} or {@code unfinished}. */
  String verdict();

  /** The fixed name of the reason; null when there is none. */
  @Nullable String reason();

  /** It ended and was judged. */
  record Ended(RunRecord record) implements RunEntry {
    @Override
    public JobName job() {
      return record.job();
    }

    @Override
    public RunId run() {
      return record.run();
    }

    @Override
    public Instant started() {
      return record.times().started();
    }

    @Override
    public String verdict() {
      return record.outcome().verdict();
    }

    @Override
    public @Nullable String reason() {
      return record.outcome().reason();
    }
  }

  /** It is going on: the heartbeat that watches it lives. */
  record Running(JobName job, RunId run) implements RunEntry {
    @Override
    public Instant started() {
      return run.started();
    }

    @Override
    public String verdict() {
      return "running";
    }

    @Override
    public @Nullable String reason() {
      return null;
    }
  }

  /**
   * The heartbeat that watched it died before it had judged it, or its record is damaged: whether
   * the job completed is not known.
   *
   * @param lastSign when one of its files was last written: it lived until then at least
   * @param recordDamaged whether there is a record which can't be read
   */
  record Unfinished(JobName job, RunId run, Instant lastSign, boolean recordDamaged)
      implements RunEntry {
    @Override
    public Instant started() {
      return run.started();
    }

    @Override
    public String verdict() {
      return "unfinished";
    }

    @Override
    public String reason() {
      return recordDamaged ? "record-damaged" : "heartbeat-died";
    }
  }
}
