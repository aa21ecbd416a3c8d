package heartbeat.fault;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.notify.FakeSmtp;
import java.util.List;

/** What the servers got of a job that failed. */
final class AlertSent {
  private AlertSent() {}

  /** Asserts that the alert, ping and mail, went out all the same. */
  static void wentOut(Met met, PingServer pings, FakeSmtp mails) {
    assertThat(pings.taken(met.entry())).hasSize(1);
    assertThat(pings.taken(met.entry()).getFirst()).containsPattern("/(fail|7)\\?");
    List<FakeSmtp.Taken> own =
        mails.taken.stream()
            .filter(mail -> mail.message().contains("X-Heartbeat-Job: " + met.entry().job))
            .toList();
    assertThat(own).as("mails of " + met.entry()).hasSize(1);
    assertThat(own.getFirst().message()).contains("gave up");
  }
}
