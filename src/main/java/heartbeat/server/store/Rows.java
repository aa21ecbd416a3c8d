package heartbeat.server.store;

import heartbeat.check.Check;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The checks that a work is about, as far as its sender knows. A database with several writers
 * locks them all at once, in one order, before the works of a transaction begin.
 */
public record Rows(List<UUID> uuids, List<Long> ids, List<String> slugs) {
  /** None, or nobody knows which. */
  public static final Rows UNKNOWN = new Rows(List.of(), List.of(), List.of());

  public Rows {
    uuids = List.copyOf(uuids);
    ids = List.copyOf(ids);
    slugs = List.copyOf(slugs);
  }

  /** All of them. */
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
