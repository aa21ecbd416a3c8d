package heartbeat.cli;

import heartbeat.model.Delivery;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Refusal;
import heartbeat.server.ServeSettings;
import heartbeat.server.SwitchServer;
import heartbeat.server.alert.Channel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code heartbeat test-alert}: sends a test on every channel of the switch. */
@Command(
    name = "test-alert",
    description =
        "Sends a test alert on every channel in the config and to those who get the report, or on"
            + " one of them.",
    footer = {
      "",
      "When the switch of this config runs on this machine, it sends the test: with its rights.",
      "",
      "Exit status: 0 when every channel took it, else 1.",
      "",
      "Example:  heartbeat test-alert",
      "          heartbeat test-alert ops --config /etc/heartbeat/heartbeat.yml"
    })
final class TestAlertCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "CHANNEL",
      arity = "0..1",
      description = "only this one: a name under 'channels', default/mail, report/mail, ...")
  private @Nullable String only;

  TestAlertCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    ServeSetup setup = new ServeSetup(invocation, common, null, null);
    ServeSettings settings = setup.read();
    if (settings == null) {
      return ExitStatus.CONFIG;
    }
    List<Channel> channels = channels(settings.alerting().channels());
    Map<String, Delivery> results = RunningSwitch.testAlerts(settings, setup.files(), only);
    if (results == null) {
      invocation.out().println("No switch of this config runs here: this command sends it itself.");
      results =
          SwitchServer.testAlerts(
              settings, channels, invocation.clock(), invocation.host(), invocation.environment());
    } else {
      invocation.out().println("Sent by the switch that runs here.");
    }
    if (results.isEmpty()) {
      throw new Refusal(
          ExitStatus.CONFIG,
          "nobody is alerted: name channels under `channels:`, and set `alerts:` under `serve:`");
    }
    Set<String> mails =
        channels.stream()
            .filter(channel -> channel.way().equals("mail"))
            .map(Channel::key)
            .collect(Collectors.toSet());
    boolean all = true;
    for (Map.Entry<String, Delivery> result : results.entrySet()) {
      boolean sent = result.getValue() instanceof Delivery.Delivered;
      all &= sent;
      String detail = result.getValue().detail();
      invocation
          .out()
          .println(result.getKey() + ": " + (sent ? "sent" : "NOT SENT") + ": " + detail);
      if (sent && mails.contains(result.getKey())) {
        invocation.out().println(TestCommand.NOT_ARRIVED + " to the sender.");
      }
    }
    return all ? ExitStatus.OK : ExitStatus.FAILURE;
  }

  private List<Channel> channels(List<Channel> all) {
    if (only == null) {
      return all;
    }
    List<Channel> one = all.stream().filter(channel -> channel.key().equals(only)).toList();
    if (one.isEmpty()) {
      String names = String.join(", ", all.stream().map(Channel::key).toList());
      throw new Refusal(
          ExitStatus.USAGE,
          "there is no channel '"
              + only
              + "' in the config; there is "
              + (names.isEmpty() ? "none" : names));
    }
    return one;
  }
}
