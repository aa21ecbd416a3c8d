package heartbeat.check;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * One job that the switch watches.
 *
 * @param uuid part of its ping URLs; whoever knows it may send pings
 * @param name for people
 * @param slug for ping URLs with a ping key, and for {@code /status/<slug>}; may be empty
 * @param description for people; may be empty
 * @param grace how long after the expected time a ping may come
 * @param extras settings that do not change how the check is judged
 */
public record Check(
    UUID uuid,
    String name,
    String slug,
    List<String> tags,
    String description,
    Schedule schedule,
    Duration grace,
    Policy policy,
    PingFilter intake,
    Extras extras) {
  /** Means that the check has no UUID yet. */
  public static final UUID NO_UUID = new UUID(0, 0);

  /** The schedule of a check that names none, as in healthchecks. */
  public static final Schedule DEFAULT_SCHEDULE = new Schedule.Period(Duration.ofDays(1));

  /** The grace of a check that names none, as in healthchecks. */
  public static final Duration DEFAULT_GRACE = Duration.ofHours(1);

  public Check {
    tags = List.copyOf(tags);
  }

  /** A check without extras. */
  public Check(
      UUID uuid,
      String name,
      String slug,
      List<String> tags,
      String description,
      Schedule schedule,
      Duration grace,
      Policy policy,
      PingFilter intake) {
    this(uuid, name, slug, tags, description, schedule, grace, policy, intake, Extras.NONE);
  }

  /** A check with default settings; its slug is its name. */
  public static Check named(UUID uuid, String name) {
    return new Check(
        uuid,
        name,
        name,
        List.of(),
        "",
        DEFAULT_SCHEDULE,
        DEFAULT_GRACE,
        Policy.PLAIN,
        PingFilter.EVERYTHING);
  }

  /** The same check with this UUID. */
  public Check with(UUID other) {
    return new Check(other, name, slug, tags, description, schedule, grace, policy, intake, extras);
  }

  /** The same check by another name. */
  public Check withName(String otherName, String otherSlug) {
    return new Check(
        uuid, otherName, otherSlug, tags, description, schedule, grace, policy, intake, extras);
  }

  /** The same check with these parents. */
  public Check dependingOn(List<UUID> parents) {
    return new Check(
        uuid,
        name,
        slug,
        tags,
        description,
        schedule,
        grace,
        policy,
        intake,
        extras.dependingOn(parents));
  }

  /** How long a run may take from its start. */
  public Duration runGrace() {
    Duration own = policy.finishGrace();
    return own == null ? grace : own;
  }
}
