package heartbeat.cli;

import heartbeat.check.Check;
import heartbeat.server.ServeSettings;
import heartbeat.server.alert.Channel;
import java.time.ZoneId;
import java.util.List;

/** The config of {@code heartbeat serve} in four lines. */
final class SwitchSummary {
  private static final int MOST_NAMED = 10;

  private SwitchSummary() {}

  static List<String> of(ServeSettings settings) {
    List<String> checks = settings.checks().stream().map(Check::name).toList();
    List<String> channels = settings.alerting().routes().all().stream().map(Channel::key).toList();
    return List.of(
        "checks: " + named(checks),
        "listens on: " + listen(settings.listen()),
        "time zone: " + ZoneId.systemDefault(),
        "channels: " + (channels.isEmpty() ? "none, so nobody is alerted" : named(channels)));
  }

  private static String named(List<String> names) {
    if (names.isEmpty()) {
      return "none";
    }
    int more = names.size() - MOST_NAMED;
    String shown = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
    return names.size() + " (" + shown + (more > 0 ? " and " + more + " more" : "") + ")";
  }

  private static String listen(ServeSettings.Listen listen) {
    String host = listen.host().contains(":") ? "[" + listen.host() + "]" : listen.host();
    String scheme = listen.tls() == null ? "http" : "https";
    String base = listen.baseUrl();
    String own = scheme + "://" + host + ":" + listen.port();
    return own + (base.isEmpty() || base.equals(own) ? "" : ", links begin with " + base);
  }
}
