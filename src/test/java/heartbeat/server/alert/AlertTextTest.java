package heartbeat.server.alert;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.LastWords;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A switch's mail tells the story in its subject and first two lines, as a locked phone shows it.
 */
class AlertTextTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private static Message message(String kind, String cause, @Nullable Integer exit, String body) {
    String says = LastWords.ofPing(body);
    return new Message(
        kind,
        "backup",
        "",
        List.of(),
        cause,
        NOON,
        NOON,
        0,
        NOON,
        exit,
        body,
        says,
        "",
        "",
        Message.About.NOTHING);
  }

  @Test
  void aRecoveryThatNamesItsPingKeepsTheChecksScheduleAndDescription() {
    Message.About about = new Message.About("u", "nightly", "every 1d");
    Message down =
        new Message(
            "down", "backup", "", List.of(), "missed", NOON, NOON, 1, null, null, "", "", "", "",
            about);
    assertThat(down.withNote("It is back with ping number 2.").about()).isEqualTo(about);
  }

  @Test
  void aFailureQuotesTheLineThatTellsMost() {
    String body = "dumping\npg_dump: error: no space\n\tretry later\nbye\n";
    Message down = message("down", "failed", 1, body);
    assertThat(AlertText.subject(down))
        .isEqualTo("DOWN: backup failed with exit status 1: pg_dump: error: no space");
    assertThat(AlertText.text(down))
        .startsWith(
            "DOWN: backup failed with exit status 1.\nIt says: pg_dump: error: no space\n\n");
    assertThat(AlertText.subject(message("reminder", "failed", null, body)))
        .isEqualTo("STILL DOWN: backup failed: pg_dump: error: no space");
  }

  @Test
  void heartbeatsOwnSummaryIsQuotedForWhatTheJobSaid() {
    String body =
        "failure: died-in-task\nIt says: PHP Fatal error: Allowed memory size\nJob moodle died in"
            + " task X: its output stops there.\nduration 4m\n";
    assertThat(AlertText.subject(message("down", "failed", null, body)))
        .isEqualTo("DOWN: backup failed: PHP Fatal error: Allowed memory size");
    String silent = "failure: no-output\nJob moodle wrote nothing at all.\nduration 4m\n";
    assertThat(LastWords.ofPing(silent)).isEqualTo("Job moodle wrote nothing at all.");
  }

  @Test
  void aMissingPingSaysNothingWhateverTheOneBeforeItSaid() {
    Message missed = message("down", "missed", null, "ERROR: long ago\n");
    assertThat(AlertText.subject(missed)).isEqualTo("DOWN: backup missed its run");
    assertThat(AlertText.text(missed))
        .startsWith(
            "DOWN: backup missed its run.\nThe last ping came 2026-11-20 12:00:00 UTC.\n\n");
  }

  @Test
  void aSecretInAPingIsNotQuoted() {
    assertThat(
            AlertText.subject(
                message("down", "failed", null, "ERROR: password=hunter2 is wrong\n")))
        .contains("password=***")
        .doesNotContain("hunter2");
  }

  @Test
  void aMessageIsReadBackAsItWasWritten() {
    Message down = message("down", "failed", 1, "ERROR: x\n");
    assertThat(Message.of(down.json())).isEqualTo(down);
    var old = down.json();
    old.remove("says");
    assertThat(Message.of(old).says()).isEmpty();
  }
}
