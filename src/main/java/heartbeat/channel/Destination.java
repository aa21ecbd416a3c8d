package heartbeat.channel;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * A channel by its name in the config.
 *
 * @param on what it is told of
 * @param after the switch sends what is down only when it is still down after this time
 * @param gather the switch sends what comes within this time as one message; zero: each at once
 */
public record Destination(
    String name, Target target, Set<ChannelMessage.Kind> on, Duration after, Duration gather) {
  /** How long alerts are gathered where the config does not say. */
  public static final Duration USUAL_GATHER = Duration.ofSeconds(30);

  public Destination {
    on = Set.copyOf(on);
  }

  /** Told of everything but lateness, at once. */
  public static Destination of(String name, Target target) {
    return new Destination(
        name,
        target,
        EnumSet.complementOf(EnumSet.of(ChannelMessage.Kind.LATE)),
        Duration.ZERO,
        Duration.ZERO);
  }

  /** Whether this is for it. Notices of heartbeat itself and tests always are. */
  public boolean wants(ChannelMessage.Kind kind) {
    return switch (kind) {
      case NOTICE, TEST -> true;
      case DOWN, UP, WARNING, LATE, REMINDER -> on.contains(kind);
    };
  }
}
