package heartbeat.server.store;

import heartbeat.check.Check;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The checks that a work changes, as far as its sender knows them. A store with several writers
 * locks the checks of all works of a transaction at once, in one order, before it runs the works.
 */
public record Rows(List<UUID> uuids, List<Long> ids, List<String> slugs) {
  /** The sender does not know which checks, or there are none. */
  public static final Rows UNKNOWN = new Rows(List.of(), List.of(), List.of());

  public Rows {
    uuids = List.copyOf(uuids);
    ids = List.copyOf(ids);
    slugs = List.copyOf(slugs);
  }

  /** The union of all these. */
  public static Rows all(List<Rows> many) {
    return new Rows(
        many.stream().flatMap(rows -> rows.uuids().stream()).distinct().toList(),
        many.stream().flatMap(rows -> rows.ids().stream()).distinct().toList(),
        many.stream().flatMap(rows -> rows.slugs().stream()).distinct().toList());
  }

  public static Rows of(UUID uuid) {
    return uuid.equals(Check.NO_UUID) ? UNKNOWN : new Rows(List.of(uuid), List.of(), List.of());
  }

  public static Rows of(Collection<Long> ids) {
    return new Rows(List.of(), List.copyOf(ids), List.of());
  }

  public static Rows of(String slug) {
    return new Rows(List.of(), List.of(), List.of(slug));
  }
}
