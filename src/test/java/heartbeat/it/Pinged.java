package heartbeat.it;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A shell in which {@code $URL} is that of a server that takes pings. */
abstract class Pinged {
  @TempDir Path home;
  Shell shell;
  PingServer server;

  @BeforeEach
  void startServer() {
    server = new PingServer();
    shell = new Shell(home);
    shell.environment.put("URL", server.url());
  }

  @AfterEach
  void stopServer() {
    server.close();
  }
}
