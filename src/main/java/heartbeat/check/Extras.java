package heartbeat.check;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a check that do not change how it is judged.
 *
 * @param channels the keys of the channels for its alerts; empty: none; null: the config decides
 * @param filterSubject stored only for API clients: it is about pings by mail
 * @param filterBody likewise
 * @param written texts that the API returns exactly as the client wrote them, by their key
 * @param dependsOn the parents: while one of them is down, this check's alerts are held back
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
