package heartbeat.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import heartbeat.model.Trace;
import heartbeat.notify.FakeSmtp;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code test-alert CHANNEL} and {@code test JOB --channel NAME}. */
class TestOfAChannelTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final WireMockServer chat =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());
  private Path config;

  @BeforeEach
  void start() throws IOException {
    chat.start();
    chat.stubFor(post(urlPathEqualTo("/ops")).willReturn(aResponse().withBody("ok")));
    chat.stubFor(post(urlPathEqualTo("/dba")).willReturn(aResponse().withStatus(404)));
    config =
        Files.writeString(
            folder.resolve("heartbeat.yml"),
            """
            state-dir: STATE
            channels:
              ops: { slack: BASE/ops }
              dba: { slack: BASE/dba }
            serve: { database: STATE/switch.db, alerts: [ops, dba] }
            checks: { a: { uuid: 8116e449-d71c-4112-8f5d-a66f60902091 } }
            jobs: { backup: { alert: [dba], mail: { to: [nobody@example.org] } } }
            """
                .replace("BASE", chat.baseUrl())
                .replace("STATE", folder.toString()));
  }

  @AfterEach
  void stop() {
    chat.stop();
  }

  @Test
  void testAlertTriesTheOneThatIsNamedAndSaysWhatItAnswered() throws Exception {
    assertThat(testAlert("ops")).isEqualTo(ExitStatus.OK);
    assertThat(said().lines())
        .satisfiesExactly(
            first -> assertThat(first).startsWith("No switch of this config runs here"),
            answer -> assertThat(answer).startsWith("ops: sent: 200"));
    chat.verify(1, postRequestedFor(urlPathEqualTo("/ops")));
    chat.verify(0, postRequestedFor(urlPathEqualTo("/dba")));
  }

  @Test
  void testAlertNamesTheKeyOfTheConfigThatIsWrong() throws Exception {
    assertThat(testAlert("dba")).isEqualTo(ExitStatus.FAILURE);
    assertThat(said()).contains("\ndba: NOT SENT: 404").contains("its \"slack\" URL");
  }

  @Test
  void testAlertTriesThoseWhoGetTheReportToo() throws Exception {
    try (FakeSmtp mails = new FakeSmtp()) {
      String report = "serve: { report: { to: [boss@example.org], cron: '0 8 * * 1' },";
      String smtp = "smtp: { host: localhost, port: " + mails.port() + " }\n";
      Files.writeString(config, smtp + Files.readString(config).replace("serve: {", report));
      testAlert();
      assertThat(said()).contains("\nops: sent: ", "\ndba: NOT SENT: ", "\nreport/mail: sent: ");
      assertThat(mails.taken)
          .singleElement()
          .satisfies(mail -> assertThat(mail.to()).containsExactly("boss@example.org"));
    }
  }

  @Test
  void testAlertKnowsNoOtherChannels() {
    assertThatThrownBy(() -> testAlert("pos"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("there is no channel 'pos' in the config; there is ops, dba");
  }

  @Test
  void aJobsTestOnAChannelGoesThereOnlyWhetherTheJobNamesItOrNot() {
    assertThat(testJob("--channel", "ops")).isEqualTo(ExitStatus.OK);
    assertThat(said()).startsWith("channel ops: delivered: 200").hasLineCount(1);
    chat.verify(1, postRequestedFor(urlPathEqualTo("/ops")));
    chat.verify(0, postRequestedFor(urlPathEqualTo("/dba")));
    out.reset();
    assertThat(testJob("--channel", "dba")).isEqualTo(ExitStatus.FAILURE);
    assertThat(said()).startsWith("channel dba: NOT delivered: 404");
  }

  @Test
  void aJobsTestNamesTheNearestChannel() {
    assertThatThrownBy(() -> testJob("--channel", "osp"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("there is no channel 'osp' under 'channels'; did you mean 'ops'?");
  }

  @Test
  void aMailThatWasTakenIsNotYetOneThatArrived() throws Exception {
    Path sendmail = Files.writeString(folder.resolve("sendmail"), "#!/bin/sh\ncat >/dev/null\n");
    assertThat(sendmail.toFile().setExecutable(true)).isTrue();
    Files.writeString(
        config,
        """
        state-dir: STATE
        sendmail: STATE/sendmail
        serve: { database: STATE/switch.db, alerts: { mail: { to: [ops@example.org] } } }
        checks: { a: { uuid: 8116e449-d71c-4112-8f5d-a66f60902091 } }
        """
            .replace("STATE", folder.toString()));
    assertThat(testAlert("default/mail")).isEqualTo(ExitStatus.OK);
    assertThat(said()).contains("default/mail: sent: ", "If it does not arrive, look into the log");
    out.reset();
    assertThat(testJob("--mail-to", "ops@example.org")).isEqualTo(ExitStatus.OK);
    assertThat(said())
        .contains("delivered: handed to ", "deliver to heartbeat@host.example.org.\n");
  }

  private int testAlert(String... channel) throws Exception {
    TestAlertCommand command = new TestAlertCommand(invocation());
    new CommandLine(command)
        .parseArgs(
            Stream.concat(Stream.of(channel), Stream.of("--config", config.toString()))
                .toArray(String[]::new));
    return command.call();
  }

  private int testJob(String... options) {
    String[] all = {"backup", "--config", config.toString(), options[0], options[1]};
    return TestCommand.run(invocation(), all);
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private Invocation invocation() {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Invocation(
        Map.of(), "host.example.org", stream, stream, InstantSource.system(), Trace.OFF);
  }
}
