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
 * What a capture needs from outside. Only these call back: reading must not wait for anything.
 *
 * @param name of the job, known at once
 * @param job its settings; reading begins before the config has been read. If it fails or is late,
 *     the run goes on with {@link Job#named}
 * @param log null: no log file
 * @param stdout where {@code tee} copies to: unbuffered, such as a FileOutputStream
 * @param onBegun called once, when the run has begun to work: its output is not that of a run that
 *     was told not to do its work (maintenance, cron disabled), or it has been silent for a second.
 *     Must return at once
 * @param onHang called once for each limit that a run passes, on a thread of its own: may take long
 * @param onSecondSignal called with a second signal's number while a pipe is read: ends the process
 *     at once. On any thread
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
