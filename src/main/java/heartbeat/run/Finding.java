package heartbeat.run;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was noticed in a run.
 *
 * @param kind a fixed name: {@code task-failed}, {@code warning-marker}, {@code work-left}, …
 * @param task the task it concerns, as the output names it
 * @param message what the output says, or what it means, for people
 */
public record Finding(String kind, @Nullable String task, String message) {}
