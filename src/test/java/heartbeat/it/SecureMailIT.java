package heartbeat.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import heartbeat.notify.FakeSmtp;
import heartbeat.notify.TestTls;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail that needs a login or encryption, from the packaged binary. */
class SecureMailIT {
  @TempDir Path home;
  Shell shell;

  @BeforeEach
  void shell() {
    shell = new Shell(home);
    shell.environment.put("CA", TestTls.pem("localhost").toString());
  }

  private Shell.Result fail(int port, String options) {
    return shell.run(
        "echo no | $HB backup --smtp-host localhost --smtp-port "
            + port
            + " --mail-to admin@example.org "
            + options);
  }

  @Test
  void mailIsSentAfterALogin() {
    GreenMail server = withLogin();
    try {
      var result =
          fail(server.getSmtp().getPort(), "--smtp-user cron --smtp-password 'correct horse'");
      assertThat(result).isEqualTo(new Shell.Result(1, "", ""));
      assertThat(server.getReceivedMessages()).hasSize(1);
    } finally {
      server.stop();
    }
  }

  @Test
  void aWrongPasswordIsNamedAndTheMailWaitsForTheRightOne() {
    GreenMail server = withLogin();
    try {
      int port = server.getSmtp().getPort();
      var result = fail(port, "--smtp-user cron --smtp-password wrong");
      assertThat(result.err())
          .contains("marker-missing", "smtp.password", "localhost:" + port)
          .doesNotContain("wrong password");
      assertThat(server.getReceivedMessages()).isEmpty();
      fail(port, "--smtp-user cron --smtp-password 'correct horse'");
      assertThat(server.getReceivedMessages()).hasSize(1);
    } finally {
      server.stop();
    }
  }

  private static GreenMail withLogin() {
    GreenMail server = new GreenMail(new ServerSetup[] {ServerSetupTest.SMTP.dynamicPort()});
    server.withConfiguration(
        GreenMailConfiguration.aConfig().withUser("cron@localhost", "cron", "correct horse"));
    server.start();
    return server;
  }

  @Test
  void aCertificateThatNobodyTrustsIsSaidAndNothingIsSent() {
    GreenMail server = new GreenMail(new ServerSetup[] {ServerSetupTest.SMTPS.dynamicPort()});
    server.start();
    try {
      var result = fail(server.getSmtps().getPort(), "--smtp-security tls");
      assertThat(result.err()).contains("certificate");
      assertThat(server.getReceivedMessages()).isEmpty();
    } finally {
      server.stop();
    }
  }

  @Test
  void startTlsIsUsedWhereItIsOfferedAndTheCertificateIsTrusted() throws Exception {
    try (FakeSmtp server = new FakeSmtp(TestTls.server("localhost"))) {
      server.when("EHLO", "250-fake\r\n250 STARTTLS", "250 fake");
      var result = fail(server.port(), "--smtp-security starttls --smtp-ca-file $CA");
      assertThat(result).isEqualTo(new Shell.Result(1, "", ""));
      assertThat(server.commands).contains("STARTTLS");
      assertThat(server.messages).hasSize(1);
    }
  }

  @Test
  void nothingIsSentInTheClearWhereStartTlsIsAskedForAndNotOffered() throws Exception {
    try (FakeSmtp server = new FakeSmtp()) {
      var result = fail(server.port(), "--smtp-security starttls");
      assertThat(result.err()).containsIgnoringCase("starttls");
      assertThat(server.messages).isEmpty();
    }
  }
}
