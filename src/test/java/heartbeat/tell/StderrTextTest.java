package heartbeat.tell;

import static heartbeat.tell.Samples.CONTEXT;
import static heartbeat.tell.Samples.RUN;
import static heartbeat.tell.Samples.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Finding;
import heartbeat.run.Job;
import heartbeat.run.PingSettings;
import heartbeat.run.Reason;
import heartbeat.run.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What cron mails when nobody else has said it. */
class StderrTextTest {
  private static final Job JOB = Samples.job(PingSettings.NONE, Samples.mail());
  private static final String LOG = "heartbeat log moodle";
  private static final Finding FULL =
      new Finding(Finding.FAILURE_MARKER, null, "DISK CRITICAL - 1% free");

  private static List<String> spoken(Verdict verdict, Capture capture) {
    return spoken(verdict, capture, LOG);
  }

  private static List<String> spoken(Verdict verdict, Capture capture, @Nullable String log) {
    return StderrText.of(JOB, RUN, verdict, capture, CONTEXT, log);
  }

  private static Capture capture(String output) {
    return Samples.capture(output, new Ending.Eof(), null);
  }

  @Test
  void theLineThatMatchedIsShownAndHowToSeeTheRest() {
    Verdict verdict = new Verdict.Failure(Reason.FAILURE_MARKER, List.of(FULL));
    assertThat(spoken(verdict, capture("DISK CRITICAL - 1% free\nbye\n")))
        .containsExactly(
            "FAILURE failure-marker: Job moodle wrote a line that means failure.",
            "it says: DISK CRITICAL - 1% free",
            "its log: heartbeat log moodle");
  }

  @Test
  void whereNoLineMatchedTheLastOneIsShown() {
    assertThat(spoken(Samples.failure(Reason.MARKER_MISSING), capture("one\ntwo\n\n")))
        .hasSize(3)
        .element(1)
        .isEqualTo("its last line: two");
  }

  @Test
  void aLastLineOfOneLetterIsNotTakenForAPartOfTheFirst() {
    assertThat(spoken(Samples.failure(Reason.MARKER_MISSING), capture("a\nb\n")))
        .contains("its last line: b");
  }

  @Test
  void aLineThatSaysNothingIsPassedOver() {
    Verdict died = Samples.failure(Reason.DIED_IN_TASK);
    Capture text = Samples.capture("Checking\n....\n", new Ending.Eof(), TASK);
    assertThat(spoken(died, text)).contains("it says: Checking");
    String begun = "Execute scheduled task: " + TASK + "\n....\n";
    assertThat(spoken(died, Samples.capture(begun, new Ending.Eof(), TASK)))
        .hasSize(2)
        .last()
        .isEqualTo("its log: heartbeat log moodle");
  }

  @Test
  void nothingIsSaidTwice() {
    Capture missing =
        Samples.capture("", new Ending.NotStarted("/bin/nothing: not found", 127), null);
    assertThat(spoken(Samples.failure(Reason.NOT_STARTED), missing))
        .singleElement()
        .asString()
        .containsOnlyOnce("/bin/nothing: not found");
  }

  @Test
  void withoutOutputOrLogThereIsNothingToLookAt() {
    assertThat(spoken(Samples.failure(Reason.NO_OUTPUT), capture(""))).hasSize(1);
    assertThat(spoken(Samples.failure(Reason.MARKER_MISSING), capture("two\n"), null))
        .hasSize(2)
        .noneMatch(line -> line.contains("heartbeat log"));
  }

  @Test
  void whatIsWellNeedsNoMoreThanALine() {
    assertThat(spoken(Samples.success(), capture("done\n")))
        .containsExactly("SUCCESS: Job moodle completed.");
    assertThat(spoken(Samples.skipped(), capture("maintenance\n"))).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void aSecretOrATerminalSequenceIsNeverShown(Reason reason) {
    String line = "X\r\u001b[31mlogin staff-4711 password=hunter2\u001b[0m";
    Finding finding = new Finding(reason.id(), null, line);
    List<String> lines = spoken(new Verdict.Failure(reason, List.of(finding)), capture(line));
    assertThat(lines).hasSizeLessThanOrEqualTo(3);
    assertThat(String.join("\n", lines))
        .contains("login")
        .doesNotContain("4711", "hunter2", "\u001b", "\r");
  }

  @Test
  void aPieceOfAKeyIsNoLastLine() {
    String material = "Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmFyYmF6";
    String output = "start\n-----BEGIN PRIVATE KEY-----\n" + material + "\n" + material + "\n";
    Verdict verdict = Samples.failure(Reason.MARKER_MISSING);
    Capture capture = capture(output);
    assertThat(String.join("\n", spoken(verdict, capture))).doesNotContain(material);
    Plan plan = Plan.of(JOB, RUN, verdict, capture, JobState.EMPTY, CONTEXT);
    assertThat(plan.mails().getFirst().text())
        .doesNotContain(material)
        .contains("\n  last line   ***\n");
  }
}
