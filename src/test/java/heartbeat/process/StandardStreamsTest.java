package heartbeat.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A closed standard stream is not left to the next file that is opened. */
class StandardStreamsTest {
  @TempDir Path folder;

  private int held(String... open) throws IOException {
    for (String number : open) {
      Files.createSymbolicLink(folder.resolve(number), Path.of("pipe:[1]"));
    }
    try (StandardStreams streams = StandardStreams.hold(folder, "/dev/null")) {
      return streams.count();
    }
  }

  @Test
  void whatIsOpenStaysAsItIs() throws IOException {
    assertThat(held("0", "1", "2", "5")).isZero();
  }

  @Test
  void inPlaceOfEachThatIsClosedNothingIsOpened() throws IOException {
    assertThat(held("1")).isEqualTo(2);
  }

  @Test
  void whereThereIsNoProcNothingIsKnown() throws IOException {
    try (StandardStreams streams =
        StandardStreams.hold(folder.resolve("none"), folder.resolve("null").toString())) {
      assertThat(streams.count()).isZero();
    }
    assertThat(folder.resolve("null")).doesNotExist();
  }
}
