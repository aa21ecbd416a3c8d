package heartbeat.fault;

import static heartbeat.notify.FakeSmtp.DROP;
import static heartbeat.notify.FakeSmtp.STALL;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.notify.FakeSmtp;
import heartbeat.notify.OutboxItem;
import heartbeat.notify.TestTls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mail servers that hang up at each step of the dialogue: the mail waits, and comes to each of its
 * three recipients once when the server is well again.
 */
class MailServerIT {
  @RegisterExtension static final FaultTable TABLE = new FaultTable();

  private static final String OFFERS = "250-fake\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME";
  private static final List<String> ALL = List.of("a@", "b@", "c@");

  @TempDir Path folder;

  /**
   * A fault: the server gives this answer to this command.
   *
   * @param early to whom the mail comes in spite of it
   * @param late to whom it comes when the server is well
   */
  record Fault(String name, String command, String answer, List<String> early, List<String> late) {
    static Fault that(String name, String command, String answer) {
      return new Fault(name, command, answer, List.of(), ALL);
    }

    @Override
    public String toString() {
      return name;
    }

    boolean secured() {
      return command.equals("STARTTLS") || command.equals("AUTH");
    }
  }

  static Stream<Fault> faults() {
    return Stream.of(
        new Fault("mail server: none (for comparison)", "QUIT", "221 bye", ALL, List.of()),
        Fault.that("mail server drops at connect", "CONNECT", DROP),
        Fault.that("mail server never greets", "CONNECT", STALL),
        Fault.that("mail server drops at EHLO", "EHLO", DROP),
        Fault.that("mail server drops at STARTTLS", "STARTTLS", DROP),
        Fault.that("mail server drops at AUTH", "AUTH", DROP),
        Fault.that("mail server drops at MAIL", "MAIL", DROP),
        Fault.that("mail server drops at RCPT of one of three", "RCPT TO:<b@", DROP),
        new Fault(
            "mail server: 450 for one of three",
            "RCPT TO:<b@",
            "450 4.2.0 greylisted, try again later",
            List.of("a@", "c@"),
            List.of("b@")),
        new Fault(
            "mail server: 550 for one of three",
            "RCPT TO:<b@",
            "550 5.1.1 no such user",
            List.of("a@", "c@"),
            List.of()),
        Fault.that("mail server drops at DATA", "DATA", DROP),
        Fault.that("mail server drops after the final dot", "DOT", DROP),
        Fault.that("mail server stalls after the final dot", "DOT", STALL),
        new Fault("mail server drops at QUIT", "QUIT", DROP, ALL, List.of()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  @Execution(ExecutionMode.CONCURRENT)
  void theMailComesToEachOnce(Fault fault) throws Exception {
    try (FakeSmtp server = new FakeSmtp(TestTls.server("localhost"))) {
      server.when("EHLO", OFFERS.replace("250-AUTH", "250-STARTTLS\r\n250-AUTH"));
      server.when("AUTH", usual("AUTH"));
      server.when(fault.command, fault.answer);
      Home home = new Home(folder).mails(server.port(), fault.secured() ? security() : "").made();

      Map<Entry, Met> all = new Trial(home.shell).failing().run();
      for (Met met : all.values()) {
        check(fault, home, met);
        assertThat(recipients(server, met.entry())).isEqualTo(fault.early);
      }
      home.isWhole();

      server.when("EHLO", OFFERS.replace("250-AUTH", "250-STARTTLS\r\n250-AUTH"));
      server.when(fault.command, usual(fault.command));
      home.flush();
      for (Met met : all.values()) {
        List<String> expected = new ArrayList<>(fault.early);
        expected.addAll(fault.late);
        assertThat(recipients(server, met.entry())).isEqualTo(expected);
        TABLE.row(
            fault.name,
            met,
            fault.late.isEmpty()
                ? "recorded, mail taken"
                : "recorded, mail waits, said; to each once when mended");
      }
      home.isWhole();
    }
  }

  private static String security() {
    return ", security: starttls, user: heartbeat, password: secret-word, ca-file: "
        + TestTls.pem("localhost");
  }

  private static void check(Fault fault, Home home, Met met) throws Exception {
    assertThat(met.status()).isEqualTo(met.entry() == Entry.PIPE ? 1 : 7);
    assertThat(home.run(met.entry()).verdict()).isEqualTo("failure");
    assertThat(home.waiting(met.entry())).hasSize(fault.late.isEmpty() ? 0 : 1);
    assertThat(met.err()).doesNotContain("secret-word");
    if (fault.late.equals(ALL)) {
      // Nobody else has said it: cron's own mail does.
      assertThat(met.err()).contains("FAILURE", "not delivered", "it waits and heartbeat retries");
    }
    for (OutboxItem item : home.waiting(met.entry())) {
      assertThat(((OutboxItem.Mail) item).to())
          .allSatisfy(to -> assertThat(fault.late).contains(to.substring(0, 2)));
    }
  }

  private static String usual(String command) {
    return switch (command) {
      case "CONNECT" -> "220 fake ESMTP";
      case "EHLO" -> OFFERS;
      case "STARTTLS" -> "220 go on";
      case "AUTH" -> "235 2.7.0 welcome";
      case "DATA" -> "354 go on";
      default -> "250 ok";
    };
  }

  /** To whom a mail of this job was taken, in order of time. */
  private static List<String> recipients(FakeSmtp server, Entry entry) {
    List<String> all = new ArrayList<>();
    for (FakeSmtp.Taken taken : server.taken) {
      if (taken.message().contains("X-Heartbeat-Job: " + entry.job)) {
        taken.to().forEach(to -> all.add(to.substring(0, 2)));
      }
    }
    return all;
  }
}
