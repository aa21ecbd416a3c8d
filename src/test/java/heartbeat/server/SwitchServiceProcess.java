package heartbeat.server;

import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Routes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A switch in a process of its own, to be killed: prints its address, ends with its input. */
final class SwitchServiceProcess {
  static final UUID BUSY = new UUID(0, 1);
  static final UUID FLAPPING = new UUID(0, 2);

  private SwitchServiceProcess() {}

  /** Arguments: the database, and the URL of a webhook. */
  public static void main(String[] args) throws IOException {
    Channel hook = new Channel.Webhook("hook", args[1], "POST", Map.of(), null);
    ServeSettings settings =
        new ServeSettings(
            new ServeSettings.Listen("127.0.0.1", 0, null, "", List.of()),
            new ServeSettings.Storage(new Database.Sqlite(Path.of(args[0])), 1_000_000, 1_000),
            ServeSettings.Access.NONE,
            new ServeSettings.RateLimits(0, 0),
            new ServeSettings.Alerting(
                new Routes(List.of(hook), Map.of(), Map.of()), null, "", Duration.ofDays(1)),
            List.of(Fixtures.check("busy", BUSY), Fixtures.check("flapping", FLAPPING)),
            null);
    try (SwitchServer server = SwitchServer.start(settings, Clock.systemUTC(), "test", Map.of())) {
      System.out.println(server.uri());
      while (System.in.read() >= 0) {
        // until the test is over
      }
    }
  }
}
