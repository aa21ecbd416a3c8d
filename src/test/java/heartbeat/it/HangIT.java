package heartbeat.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import heartbeat.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that hang: heartbeat speaks while they do, and of their end. */
class HangIT extends Pinged {
  GreenMail mail;

  @BeforeEach
  void startMailServer() {
    mail = new GreenMail(new ServerSetup[] {ServerSetupTest.SMTP.dynamicPort()});
    mail.start();
    shell.environment.put(
        "MAIL",
        "--mail-to a@example.org --smtp-host localhost --smtp-port " + mail.getSmtp().getPort());
    shell.run("mkfifo go");
  }

  @AfterEach
  void stopMailServer() {
    mail.stop();
  }

  @Test
  void aSilentJobIsToldOfWhileItHangsAndRecoversWhenItCompletesAfterAll() throws Exception {
    Process run =
        shell.start(
            "LOG=$SAMPLES/cron-45-success.log; { head -n 6 $LOG; cat go; tail -n +7 $LOG; }"
                + " | $HB moodle --ping $URL $MAIL --max-silence 5s");
    // Either may be first.
    Await.until(() -> server.pings().size() == 2 && mail.getReceivedMessages().length == 1);
    assertThat(run.isAlive()).isTrue();
    assertThat(server.pings()).containsExactly("start", "fail silence");
    assertThat(mail.getReceivedMessages()).hasSize(1);
    assertThat(GreenMailUtil.getWholeMessage(mail.getReceivedMessages()[0]))
        .contains("still running", "silent for", "Cleanup old sessions", "log so far");
    assertThat(shell.status("moodle").get("verdict").getAsString()).isEqualTo("running");
    shell.run(": > go");
    assertThat(run.waitFor()).isZero();
    assertThat(server.pings()).containsExactly("start", "fail silence", "success");
    assertThat(mail.getReceivedMessages()).hasSize(2);
    assertThat(mail.getReceivedMessages()[1].getSubject()).contains("RECOVERED");
    assertThat(shell.run("$HB log moodle --list").out())
        .contains("success")
        .doesNotContain("failure");
  }

  @Test
  void aPipeThatTakesTooLongIsToldOfAndNeverKilled() throws Exception {
    Process run =
        shell.start(
            "{ echo begun; cat go; echo Cron run completed correctly; echo $? > ended; }"
                + " | $HB b --success-marker completed --ping $URL --max-duration 5s 2> said");
    Await.until(() -> server.pings().contains("fail time-limit"));
    shell.run(": > go");
    assertThat(run.waitFor()).isZero();
    assertThat(shell.read("said")).isEmpty();
    assertThat(home.resolve("ended")).hasContent("0\n");
    assertThat(server.pings()).containsExactly("start", "fail time-limit", "success");
  }

  @Test
  void aSilentCommandIsToldOfAndEndedAtItsTimeLimit() {
    var result =
        shell.run(
            "$HB exec b --ping $URL --max-silence 5s --max-duration 12s -- sh -c 'echo x; sleep"
                + " 60'");
    assertThat(result.status()).isEqualTo(124);
    assertThat(server.pings()).containsExactly("start", "fail silence", "fail time-limit");
  }

  @Test
  void anAlertThatIsOnItsWayWhenTheRunEndsDelaysNoJobAndIsNotLost() throws Exception {
    List<Socket> kept = new ArrayList<>();
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      shell.environment.put(
          "URL", server.url().replaceFirst(":\\d+/", ":" + mute.getLocalPort() + "/"));
      Process run =
          shell.start(
              "{ echo x; cat go; echo completed; echo $? > ended; } | $HB b --success-marker"
                  + " completed --ping $URL --ping-timeout 3s --ping-retries 0 --max-silence 1s");
      String asked = "";
      while (!asked.contains("/fail")) {
        kept.add(mute.accept());
        asked = firstLine(kept.getLast());
      }
      shell.run(": > go");
      assertThat(run.waitFor()).isEqualTo(75);
      assertThat(home.resolve("ended")).hasContent("0\n");
    }
    assertThat(shell.status("b").get("undelivered").getAsInt()).isEqualTo(2);
  }

  private static String firstLine(Socket socket) throws IOException {
    var reader =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    return String.valueOf(reader.readLine());
  }
}
