package heartbeat.cli;

import heartbeat.model.Delivery;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Refusal;
import heartbeat.server.ServeSettings;
import heartbeat.server.SwitchServer;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code heartbeat test-alert}: sends a test on every channel of the switch. */
@Command(
    name = "test-alert",
    description = "Sends a test alert on every channel that the switch has in the config.",
    footer = {
      "",
      "Exit status: 0 when every channel took it, else 1.",
      "",
      "Example:  heartbeat test-alert --config /etc/heartbeat/heartbeat.yml"
    })
final class TestAlertCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private CommonOptions common = new CommonOptions();

  TestAlertCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    ServeSettings settings = new ServeSetup(invocation, common, null, null).read();
    if (settings == null) {
      return ExitStatus.CONFIG;
    }
    Map<String, Delivery> results =
        SwitchServer.testAlerts(
            settings, invocation.clock(), invocation.host(), invocation.environment());
    if (results.isEmpty()) {
      throw new Refusal(ExitStatus.CONFIG, "nobody is alerted: set `alerts:` under `serve:`");
    }
    boolean all = true;
    for (Map.Entry<String, Delivery> result : results.entrySet()) {
      boolean sent = result.getValue() instanceof Delivery.Delivered;
      all &= sent;
      String detail = result.getValue().detail();
      invocation
          .out()
          .println(result.getKey() + ": " + (sent ? "sent" : "NOT SENT") + ": " + detail);
    }
    return all ? ExitStatus.OK : ExitStatus.FAILURE;
  }
}
