package heartbeat.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceManagerTest {
  /** Binds the socket, says so, and prints each datagram on one line. */
  private static final String LISTENER =
      """
      import socket, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      a = sys.argv[1]
      s.bind('\\0' + a[1:] if a[0] == '@' else a)
      s.settimeout(60)
      print('bound', flush=True)
      for i in range(int(sys.argv[2])):
          print(s.recv(4096).decode().replace('\\n', '|'), flush=True)
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"path", "abstract"})
  void systemdHearsThatTheServiceIsReadyAndAlive(String kind) throws Exception {
    String address =
        kind.equals("path")
            ? folder.resolve("notify").toString()
            : "@heartbeat-test-" + ProcessHandle.current().pid();
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "Java has no such socket");
    Process listener =
        new ProcessBuilder("python3", "-c", LISTENER, address, "4")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out = listener.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).isEqualTo("bound");
      ServiceManager manager =
          ServiceManager.of(Map.of("NOTIFY_SOCKET", address, "WATCHDOG_USEC", "180000000"));
      assertThat(manager.aliveEvery()).isEqualTo(Duration.ofMinutes(1));

      manager.ready("listening on http://127.0.0.1:8000, 2 checks");
      manager.alive();
      manager.reloading();
      manager.stopping();

      assertThat(lines(out))
          .satisfiesExactly(
              l ->
                  assertThat(l)
                      .isEqualTo("READY=1|STATUS=listening on http://127.0.0.1:8000, 2 checks"),
              l -> assertThat(l).isEqualTo("WATCHDOG=1"),
              l -> assertThat(l).matches("RELOADING=1\\|MONOTONIC_USEC=\\d+"),
              l -> assertThat(l).isEqualTo("STOPPING=1"));
    } finally {
      listener.destroyForcibly();
    }
  }

  private static List<String> lines(BufferedReader out) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      lines.add(line);
    }
    return lines;
  }

  @Test
  void whereNobodyWantsToHearItNothingIsSaid() {
    ServiceManager nobody = ServiceManager.of(Map.of("WATCHDOG_USEC", "180000000"));
    assertThat(nobody.aliveEvery()).isNull();
    nobody.ready("x");
    ServiceManager gone =
        ServiceManager.of(Map.of("NOTIFY_SOCKET", folder.resolve("gone").toString()));
    assertThat(gone.aliveEvery()).isNull();
    gone.alive();
    ServiceManager odd =
        ServiceManager.of(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(200), "WATCHDOG_USEC", "soon"));
    assertThat(odd.aliveEvery()).isNull();
    odd.alive();
  }
}
