package heartbeat.model;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Identifies one run, and is the {@code rid} of its pings. A version 7 UUID (RFC 9562): sorts by
 * the time at which the run started.
 */
public record RunId(UUID uuid) implements Comparable<RunId> {

  /** The id of a run that started at this time; {@code random} gives at least 74 random bits. */
  public static RunId of(Instant started, long randomHigh, long randomLow) {
    long high = (started.toEpochMilli() << 16) | 0x7000L | (randomHigh & 0x0FFFL);
    long low = (randomLow & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new RunId(new UUID(high, low));
  }

  /** Throws IllegalArgumentException when the text is no UUID. */
  public static RunId parse(String text) {
    return new RunId(UUID.fromString(text));
  }

  /** When the run started, to the millisecond. */
  public Instant started() {
    return Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> 16);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RunId id && id.uuid.equals(uuid);
  }

  @Override
  public int hashCode() {
    return uuid.hashCode();
  }

  @Override
  public int compareTo(RunId other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return uuid.toString();
  }
}
