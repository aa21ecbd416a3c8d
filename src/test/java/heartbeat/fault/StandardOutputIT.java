package heartbeat.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Standard output that is closed, goes away, is full or is read by nobody, while it is copied to.
 */
class StandardOutputIT {
  @RegisterExtension static final FaultTable TABLE = new FaultTable();

  @TempDir Path folder;

  /**
   * A fault.
   *
   * @param redirect where its standard output goes
   * @param said what heartbeat says of it
   */
  record Fault(String name, String redirect, String said) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Fault> faults() {
    return Stream.of(
        new Fault("stdout closed at the start", ">&-", ""),
        new Fault("stdout and stderr closed at the start", ">&- 2>&-", ""),
        new Fault("stdout full", "> /dev/full", "No space left"),
        new Fault("stdout goes away in the middle", "| head -c 30 > part", "Broken pipe"),
        new Fault("stdout is read by nobody", "| sleep 4", "too slow|Broken pipe"));
  }

  /** A closed descriptor is the next that a process opens: that is not to be taken for output. */
  @Test
  void aClosedStandardInputIsNoOutput() throws Exception {
    Home home = new Home(folder).made();
    assertThat(home.shell.run("$HB by-pipe <&-").status()).isEqualTo(1);
    assertThat(home.run(Entry.PIPE).reason()).isEqualTo("no-output");
    assertThat(home.log(Entry.PIPE)).isEmpty();
    TABLE.row("stdin closed at the start", "pipe", "no-output, not a false success");
    var result = home.shell.run("$HB exec by-exec --tee -- sh -c 'wc -c; exit 7' <&-");
    assertThat(result.status()).isEqualTo(7);
    assertThat(result.out()).isEqualTo("0\n");
    TABLE.row("stdin closed at the start", "exec", "the command's stdin is empty");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void theJobNoticesNothingAndTheRunIsWhole(Fault fault) throws Exception {
    Home home = new Home(folder).made();
    Map<Entry, Met> all = new Trial(home.shell).options("--tee").output(fault.redirect).run();
    for (Met met : all.values()) {
      assertThat(met.err()).containsPattern(fault.said);
      assertThat(met.status()).isZero();
      assertThat(home.run(met.entry()).verdict()).isEqualTo("success");
      assertThat(home.log(met.entry()))
          .contains("line 19", Trial.COMPLETED)
          .hasSizeGreaterThan(200_000);
      TABLE.row(
          fault.name, met, "recorded, the log is whole" + (fault.said.isEmpty() ? "" : ", said"));
    }
    home.isWhole();
    assertThat(Files.exists(home.state())).isTrue();
  }
}
