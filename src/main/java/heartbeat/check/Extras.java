package heartbeat.check;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a check, and no judgement needs.
 *
 * @param channels the keys of the channels that its alerts go to; empty: nobody is told; null: the
 *     config decides
 * @param filterSubject kept for clients: it is about pings by mail
 * @param filterBody likewise
 * @param written what a client wrote, by the API's key, where it can be written in several ways: it
 *     reads the same text back
 * @param dependsOn the checks that hold its alerts back while they are down
 */
public record Extras(
    @Nullable List<String> channels,
    boolean filterSubject,
    boolean filterBody,
    Map<String, String> written,
    List<UUID> dependsOn) {
  /** Nothing was set. */
  public static final Extras NONE = new Extras(null, false, false, Map.of(), List.of());

  public Extras {
    channels = channels == null ? null : List.copyOf(channels);
    written = Map.copyOf(written);
    dependsOn = List.copyOf(dependsOn);
  }

  /** The same with these parents. */
  public Extras dependingOn(List<UUID> parents) {
    return new Extras(channels, filterSubject, filterBody, written, parents);
  }
}
