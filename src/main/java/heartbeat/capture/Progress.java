package heartbeat.capture;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a run has come, for a live line.
 *
 * @param elapsed since it began
 * @param silent since something was last read; since it began when nothing was
 * @param openTask the task it is in, as far as the rules know of tasks
 * @param lastLine the last line that is not blank, cut to a readable length
 */
public record Progress(
    Duration elapsed,
    Duration silent,
    long bytes,
    long lines,
    @Nullable String openTask,
    String lastLine) {}
