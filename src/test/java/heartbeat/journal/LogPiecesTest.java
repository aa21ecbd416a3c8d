package heartbeat.journal;

import static heartbeat.journal.Samples.MOODLE;
import static heartbeat.journal.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heartbeat.model.RunId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogPiecesTest {
  private static final RunId RUN = Samples.run(1);

  @TempDir Path state;
  private Journal journal;
  private OpenRun open;

  @BeforeEach
  void openARun() throws IOException {
    journal = new Journal(state, InstantSource.system(), complaint -> {});
    open = journal.open(MOODLE, RUN);
  }

  @Test
  void aShortLogIsItself() throws IOException {
    piece(open.log(), "abc\n\0\u00ff", 0);
    assertThat(log()).isEqualTo("abc\n\0\u00ff");
  }

  @Test
  void noLogIsNoSuchFile() {
    assertThatThrownBy(this::log).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void whileTheFirstSegmentIsFilledNothingIsLeftOut() throws IOException {
    piece(open.log(), "0123456789", 0);
    piece(open.tail(0), "abc", 1);
    assertThat(log()).isEqualTo("0123456789abc");
  }

  @Test
  void theSegmentsComeInTheOrderInWhichTheyWereWritten() throws IOException {
    piece(open.log(), "0123456789", 0);
    piece(open.tail(0), "abcdefghij", 1);
    piece(open.tail(1), "klm", 2);
    assertThat(log()).startsWith("0123456789\n[heartbeat: ").endsWith("]\nabcdefghijklm");
    piece(open.tail(1), "klmnopqrst", 2);
    piece(open.tail(0), "uv", 3);
    assertThat(log()).endsWith("]\nklmnopqrstuv");
  }

  @Test
  void ofTwoSegmentsOfOneMomentTheFullOneIsTheOlder() throws IOException {
    piece(open.log(), "0123456789", 0);
    piece(open.tail(0), "uv", 2);
    piece(open.tail(1), "klmnopqrst", 2);
    assertThat(log()).endsWith("]\nklmnopqrstuv");
    piece(open.tail(0), "", 2);
    assertThat(log()).endsWith("]\nklmnopqrst");
  }

  @Test
  void aLogThatWasPutTogetherIsNotShownTwiceWhenItsSegmentsAreStillThere() throws IOException {
    piece(open.tail(0), "abcdefghij", 1);
    piece(open.tail(1), "klm", 2);
    piece(open.log(), "0123456789\n[cut]\ndefghijklm", 3);
    assertThat(log()).isEqualTo("0123456789\n[cut]\ndefghijklm");
    Files.delete(open.tail(1));
    piece(open.tail(0), "abc", 1);
    piece(open.log(), "0123456789abc", 3);
    assertThat(log()).isEqualTo("0123456789abc");
  }

  @Test
  void aHeadThatEndsLikeItsSegmentIsNoReasonToLeaveThatOut() throws IOException {
    piece(open.log(), "..........", 0);
    piece(open.tail(0), "...", 1);
    assertThat(log()).isEqualTo(".............");
  }

  @Test
  void segmentsWithoutAHeadAreStillRead() throws IOException {
    piece(open.tail(0), "abc", 1);
    assertThat(log()).isEqualTo("abc");
  }

  private static void piece(Path file, String text, int second) throws IOException {
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    Files.setLastModifiedTime(file, FileTime.from(NOON.plusSeconds(second)));
  }

  private String log() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    journal.copyLog(MOODLE, RUN, out);
    return out.toString(StandardCharsets.ISO_8859_1);
  }
}
