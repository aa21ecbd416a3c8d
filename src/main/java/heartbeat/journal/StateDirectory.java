package heartbeat.journal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where heartbeat keeps logs, records and what could not be delivered; or why there is no place.
 */
public sealed interface StateDirectory {
  /**
   * It is there, belongs to this user, and can be written, as a trial has shown.
   *
   * @param taken why it is not the user's folder in {@link UserEnvironment#shared}, which somebody
   *     else has taken: sentences for people, with what to do; null when nobody has
   */
  record Usable(Path path, @Nullable String taken) implements StateDirectory {
    Usable(Path path) {
      this(path, null);
    }
  }

  /**
   * heartbeat can keep nothing.
   *
   * @param readable a folder that can at least be read, for commands that only look: on a full or
   *     read-only disk, or for root looking at the state of another user; null when there is none
   * @param problem one sentence for people: which folder, what is wrong, and what to do
   */
  record Unusable(@Nullable Path readable, String problem) implements StateDirectory {}

  /**
   * Finds it: what {@code --state-dir} says, or the variable {@code HEARTBEAT_STATE_DIR}; else the
   * user's folder in {@link UserEnvironment#shared} where that is there and usable for this user;
   * else {@code heartbeat} in the XDG state home. Creates the folder (0700). The first of the three
   * that applies decides: where it can't be used, the next is not tried, so that one user's state
   * is never spread over two places. But a name in the shared folder that another user took before
   * is passed over: anybody could do that to anybody.
   *
   * @param explicit the value of {@code --state-dir}; null when it was not given
   */
  static StateDirectory resolve(@Nullable String explicit, UserEnvironment environment) {
    return new StateDirectorySearch(environment).find(explicit);
  }
}
