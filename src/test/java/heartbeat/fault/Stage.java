package heartbeat.fault;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.notify.FakeServer.Behaviour;
import heartbeat.notify.FakeSmtp;
import java.io.IOException;
import java.nio.file.Path;

/** A home whose jobs ping one server and mail by another; both are well until they are broken. */
final class Stage implements AutoCloseable {
  final PingServer pings;
  final FakeSmtp mails;
  final Home home;

  Stage(Path folder) throws IOException {
    this(folder, "timeout: 3s");
  }

  /** With these further keys of {@code ping}. */
  Stage(Path folder, String pingOptions) throws IOException {
    pings = PingServer.well();
    mails = new FakeSmtp();
    home =
        new Home(folder).pings(pings.url()).pingOptions(pingOptions).mails(mails.port(), "").made();
  }

  /** From now on both servers drop every connection. */
  Stage broken() {
    return broken(socket -> {}, FakeSmtp.DROP);
  }

  /** From now on the ping server does this, and the mail server answers a connection with that. */
  Stage broken(Behaviour ping, String mail) {
    pings.turn(ping);
    mails.when("CONNECT", mail);
    return this;
  }

  /** From now on both servers take everything. */
  void mend() {
    pings.mend();
    mails.when("CONNECT", "220 well");
  }

  /** Asserts that the alert of a failure, ping and mail, went out all the same. */
  void assertTold(Met met) {
    assertThat(pings.taken(met.entry())).singleElement().asString().containsPattern("/(fail|7)\\?");
    assertThat(mails.messages)
        .filteredOn(mail -> mail.contains("X-Heartbeat-Job: " + met.entry().job))
        .as("mails of " + met.entry())
        .singleElement()
        .asString()
        .contains("gave up");
  }

  @Override
  public void close() {
    pings.close();
    mails.close();
  }
}
