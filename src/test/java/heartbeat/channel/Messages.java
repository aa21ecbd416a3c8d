package heartbeat.channel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Messages for tests. */
final class Messages {
  static final String LINK = "https://hb.example.org/checks/7";

  private Messages() {}

  static ChannelMessage of(ChannelMessage.Kind kind) {
    return new ChannelMessage(
        kind,
        "42",
        "heartbeat/8116e449-d71c-4112-8f5d-a66f60902091",
        "backup",
        kind == ChannelMessage.Kind.UP ? "UP: backup is back" : "DOWN: backup missed its run",
        "missed",
        "Reason: missed\nLast ping: never",
        List.of("db", "night"),
        List.of("copying", "no space left"),
        LINK,
        Instant.parse("2026-03-01T03:30:00Z"),
        ChannelMessage.Facts.NONE);
  }

  /** Everything that can break markup, limits or JSON, and calls everybody. */
  static ChannelMessage nasty() {
    String evil =
        "\"}]\\ & <b> <!channel> <@U1> <users/all> @channel @here @everyone @all @**all** ``` *_~|"
            + " \u0000\u001B[31m \uD83D\uDE00";
    List<String> log = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      log.add(i + " " + evil);
    }
    log.add("x".repeat(100_000));
    log.add("the last line");
    return new ChannelMessage(
        ChannelMessage.Kind.DOWN,
        "43",
        "k".repeat(2_000),
        evil,
        evil.repeat(40),
        "failed",
        (evil + "\n").repeat(400),
        List.of(evil.repeat(5), "b"),
        log,
        LINK + "?a=%22&b=|",
        Instant.parse("2026-03-01T03:30:00Z"),
        new ChannelMessage.Facts(evil, evil, evil, evil, evil, Instant.EPOCH, null, 3, 1));
  }
}
