package heartbeat.server.page;

import heartbeat.check.DisplayStatus;
import java.util.List;
import java.util.Map;

/** How many checks have which state, and a headline that sums them up. */
record StatusCounts(Map<DisplayStatus, Integer> counts) {
  /** All states, the most urgent first. */
  static final List<DisplayStatus> ORDER =
      List.of(
          DisplayStatus.DOWN,
          DisplayStatus.GRACE,
          DisplayStatus.UP,
          DisplayStatus.NEW,
          DisplayStatus.PAUSED);

  int count() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The most urgent state that a check has; {@code NEW} when there are no checks. */
  DisplayStatus worst() {
    for (DisplayStatus look : ORDER) {
      if (counts.containsKey(look)) {
        return look;
      }
    }
    return DisplayStatus.NEW;
  }

  String text() {
    DisplayStatus worst = worst();
    int count = counts.getOrDefault(worst, 0);
    if (counts.isEmpty()) {
      return "There are no checks yet";
    }
    return switch (worst) {
      case DOWN, GRACE -> PageText.checksAre(count) + " " + PageText.look(worst);
      case UP -> counts.size() == 1 ? "All is up" : "Nothing is down";
      case NEW -> "Waiting for the first ping";
      case PAUSED -> "All is paused";
    };
  }
}
