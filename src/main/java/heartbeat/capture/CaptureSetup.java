package heartbeat.capture;

import heartbeat.model.JobName;
import heartbeat.process.SignalSource;
import heartbeat.run.Job;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a capture needs from outside.
 *
 * @param name of the job, known at once
 * @param job the rest of it, when the config has been read; reading begins before that. Completed
 *     with an exception, or not in time, it is {@link Job#named}
 * @param log null: no log file
 * @param stdout where {@code tee} copies to: unbuffered, such as a FileOutputStream
 * @param onBegun told once, while the run goes on, that it has begun to work: its output so far is
 *     not that of a run that makes way (maintenance, cron disabled), or it has been silent for a
 *     second. Called on the thread that looks after the run: it must return at once
 * @param onHang told of a run that hangs, once for each limit, on a thread of its own: it may take
 *     its time
 * @param onSecondSignal a second signal came while a pipe is read, so the process is to end at
 *     once: called with the signal's number, on any thread
 */
public record CaptureSetup(
    JobName name,
    CompletableFuture<Job> job,
    RunClock clock,
    @Nullable LogPlace log,
    OutputStream stdout,
    OomKills oomKills,
    SignalSource signals,
    Runnable onBegun,
    Consumer<Hang> onHang,
    IntConsumer onSecondSignal) {}
