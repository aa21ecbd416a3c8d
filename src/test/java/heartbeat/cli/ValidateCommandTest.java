package heartbeat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heartbeat.model.Trace;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ValidateCommandTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int validate(String config) throws IOException {
    Path file = Files.writeString(folder.resolve("heartbeat.yml"), config);
    Invocation invocation =
        new Invocation(
            Map.of(),
            "host.example.org",
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            InstantSource.system(),
            Trace.OFF);
    return new CommandLine(new ValidateCommand(invocation)).execute("--config", file.toString());
  }

  @Test
  void ofASwitchItSaysWhatItHas() throws Exception {
    int status =
        validate(
            """
            serve:
              listen: 127.0.0.1:8000
              base-url: https://hb.example.org
              alerts: { mail: { to: [ops@example.org] } }
            checks:
              moodle-cron: { uuid: 11111111-2222-4333-8444-555555555555, period: 1m }
              backup: { uuid: 11111111-2222-4333-8444-555555555556, cron: "30 2 * * *" }
            """);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(
            "checks: 2 (moodle-cron, backup)\n",
            "listens on: http://127.0.0.1:8000, links begin with https://hb.example.org\n",
            "channels: 1 (default/mail)\n")
        .doesNotContain("jobs: none");
  }

  @Test
  void aPingUrlThatWasCopiedFromTheDocumentationIsRefusedAsWhatItIs() throws Exception {
    int status =
        validate(
            "jobs: { b: { ping: https://hc-ping.com/8116e449-d71c-4112-8f5d-a66f60902091 } }\n");
    assertThat(status).isEqualTo(ExitStatus.CONFIG);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains(
            "job b: its ping URL is the example of the documentation; write that of your own"
                + " check\n");
  }

  @Test
  void aCheckWithAUuidThatEverybodyKnowsIsWarnedOf() throws Exception {
    int status =
        validate("checks: { a: { uuid: 8116e449-d71c-4112-8f5d-a66f60902091, period: 1m } }\n");
    assertThat(status).as("it works").isZero();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("warning: check a: its uuid is the example of the documentation")
        .as("one to copy: a small machine has no uuidgen")
        .containsPattern("write your own, for example [0-9a-f-]{36}\n");
  }

  @Test
  void aConfigThatTheUnitCantReadIsNotOnlyOk() throws Exception {
    String config = "checks: { a: { uuid: 11111111-2222-4333-8444-555555555555, period: 1m } }\n";
    Path file = Files.writeString(folder.resolve("heartbeat.yml"), config);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assumeTrue(Files.getAttribute(file, "unix:gid").equals(0));
    assertThat(validate(config)).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains(
            "warning: only root can read %1$s; heartbeat.service runs as the user heartbeat: chgrp heartbeat %1$s\n"
                .formatted(file));
  }

  @Test
  void aSecretThatTheUnitCantReadIsWarnedOf() throws Exception {
    Path secret = Files.writeString(folder.resolve("password"), "secret\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    assumeTrue(Files.getAttribute(secret, "unix:gid").equals(0));
    String config =
        "serve: { ping-key: '${file:%s}' }\nchecks: { a: { period: 1m } }\n".formatted(secret);
    assertThat(validate(config)).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains(
            "warning: only root can read %1$s; heartbeat.service runs as the user heartbeat: chgrp heartbeat %1$s && chmod 640 %1$s\n"
                .formatted(secret));
  }

  @Test
  void credentialsThatSystemdMakesForTheRunningUnitAreNotMissed() throws Exception {
    int status =
        validate(
            """
            serve:
              alerts: { mail: { to: [ops@example.org] } }
              tls: { certificate: /run/credentials/none.service/tls.pem, key: /run/credentials/none.service/tls.key }
            checks: { a: { uuid: 11111111-2222-4333-8444-555555555555, period: 1m } }
            """);
    assertThat(status).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void placeholdersOfAnOldWebhookAreLookedAt() throws Exception {
    validate(
        "serve: { alerts: { webhook: { url: 'https://h.example.org/{chek}', body: '{txt}' } } }\n");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("'{chek}' is no placeholder", "did you mean 'check'?", "'{txt}'");
  }

  @Test
  void aCertificateThatCantBeUsedIsWarnedOf() throws Exception {
    int status =
        validate(
            "serve: { tls: { certificate: "
                + folder.resolve("no.pem")
                + ", key: "
                + folder.resolve("no.key")
                + " } }\n");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("warning: serve.tls: ", "no.pem");
    assertThat(status).isZero();
  }
}
