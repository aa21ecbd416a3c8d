package heartbeat.cli;

import heartbeat.check.Check;
import heartbeat.config.Config;
import heartbeat.model.JobName;
import heartbeat.run.PingSettings;
import heartbeat.server.ServeSettings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Finds the UUIDs of the documentation's examples, which nobody should use. */
final class SampleUuids {
  private static final Set<String> SAMPLES =
      Set.of("8116e449-d71c-4112-8f5d-a66f60902091", "2f1a6c9e-7d34-4a51-9f6e-0b8d5c7e1a42");

  private SampleUuids() {}

  /** A line for each check with such a UUID, which everybody could ping. */
  static List<String> in(ServeSettings settings) {
    List<String> lines = new ArrayList<>();
    for (Check check : settings.checks()) {
      if (SAMPLES.contains(check.uuid().toString())) {
        lines.add(
            "warning: check "
                + check.name()
                + ": its uuid is the example of the documentation, which everybody knows; write"
                + " your own, for example "
                + UUID.randomUUID());
      }
    }
    return lines;
  }

  /** A line for each job that pings such a UUID on a public server. */
  static List<String> in(Config config) {
    List<String> lines = new ArrayList<>();
    Set<JobName> jobs = new LinkedHashSet<>(config.jobNames());
    for (JobName job : jobs) {
      if (isPinged(config.job(job).ping())) {
        lines.add(
            "job "
                + job
                + ": its ping URL is the example of the documentation; write that of your own"
                + " check");
      }
    }
    return lines;
  }

  private static boolean isPinged(PingSettings ping) {
    return Stream.of(ping.urls().base(), ping.urls().success(), ping.urls().failure())
        .filter(Objects::nonNull)
        .map(url -> url.toLowerCase(Locale.ROOT))
        .anyMatch(url -> url.contains("hc-ping.com") && SAMPLES.stream().anyMatch(url::contains));
  }
}
