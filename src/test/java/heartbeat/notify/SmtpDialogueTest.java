package heartbeat.notify;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.Trace;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmtpDialogueTest {
  private final List<String> told = new ArrayList<>();
  private final PrintStream library =
      SmtpDialogue.to(
          new Trace() {
            @Override
            public boolean isOn() {
              return true;
            }

            @Override
            public void tell(String what) {
              told.add(what);
            }
          });

  @Test
  void commandsAndRepliesAreToldAndTheMailIsOnlyCounted() {
    library.print(
        "220 mx ESMTP\r\nMAIL FROM:<a@x.org>\r\n250 ok\r\nDATA\r\n354 go on\r\n"
            + "Subject: x\r\n\r\n550 my password is hunter2\r\n.\r\n250 queued as 7\r\n");
    assertThat(told)
        .containsExactly(
            "smtp < 220 mx ESMTP",
            "smtp > MAIL FROM:<a@x.org>",
            "smtp < 250 ok",
            "smtp > DATA",
            "smtp < 354 go on",
            "smtp > (the mail, 3 lines)",
            "smtp < 250 queued as 7");
  }

  @Test
  void ofALoginOnlyItsKindAndItsOutcomeAreTold() {
    library.println("DEBUG SMTP: protocolConnect login, host=h, user=cron, password=<non-null>");
    library.println("DEBUG SMTP: AUTH PLAIN command trace suppressed");
    library.println("AUTH PLAIN AGNyb24AaHVudGVyMg==");
    library.println("AGNyb24AaHVudGVyMg==");
    library.println("DEBUG SMTP: AUTH PLAIN failed");
    assertThat(told).containsExactly("smtp > AUTH *** (login)", "smtp < login failed");
  }

  @Test
  void theLibrarysTraceOfAFailureIsNoPartOfTheDialogue() {
    library.println("jakarta.mail.SendFailedException: Invalid Addresses;");
    library.println("\tat org.eclipse.angus.mail.smtp.SMTPTransport.rcptTo(SMTPTransport.java:2)");
    assertThat(told).isEmpty();
  }
}
