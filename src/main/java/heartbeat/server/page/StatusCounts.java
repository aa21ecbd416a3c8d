package heartbeat.server.page;

import heartbeat.check.DisplayStatus;
import java.util.List;
import java.util.Map;

/** What a page of many checks says of them in one line. */
record StatusCounts(Map<DisplayStatus, Integer> counts) {
  /** The most urgent first. */
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

  /** The state that most needs somebody; new when there is no check. */
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
