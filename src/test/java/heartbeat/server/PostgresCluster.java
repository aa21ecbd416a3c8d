package heartbeat.server;

import heartbeat.FreePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL server of our own, on a free port of loopback, as a user that is not root. It ends
 * with this process, however that ends.
 */
public final class PostgresCluster implements AutoCloseable {
  private static @Nullable PostgresCluster shared;

  private final Path folder;
  private final int port;
  private final List<String> settings;
  private @Nullable Process server;

  private PostgresCluster(Path folder, int port, List<String> settings) {
    this.folder = folder;
    this.port = port;
    this.settings = settings;
  }

  /** The one that tests share who need no more than a database; what it holds is not durable. */
  public static synchronized PostgresCluster shared() {
    if (shared == null) {
      shared =
          begin(
              "fsync=off",
              "full_page_writes=off",
              "shared_buffers=32MB",
              "max_connections=200",
              "timezone=Asia/Kathmandu");
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    return shared;
  }

  /** A new, empty one. Skips the test where PostgreSQL is not installed. */
  public static PostgresCluster begin(String... settings) {
    required();
    try {
      PostgresCluster cluster = new PostgresCluster(folder(), FreePort.find(), List.of(settings));
      cluster.run(
          "initdb", "-A", "trust", "-U", "heartbeat", "-E", "UTF8", "--locale=C.UTF-8", "-N", "-D");
      cluster.start();
      return cluster;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A copy of another one, which follows it. */
  public static PostgresCluster standbyOf(
      PostgresCluster primary, String name, String... settings) {
    try {
      List<String> all = new ArrayList<>(primary.settings);
      all.addAll(List.of(settings));
      PostgresCluster standby = new PostgresCluster(folder(), FreePort.find(), all);
      String source = "host=127.0.0.1 port=" + primary.port + " user=heartbeat";
      standby.run(
          "pg_basebackup",
          "-R",
          "-X",
          "stream",
          "-c",
          "fast",
          "-d",
          source + " application_name=" + name,
          "-D");
      standby.start();
      return standby;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void required() {
    boolean there = binaries() != null;
    if (!there && "required".equals(System.getenv("HEARTBEAT_POSTGRES"))) {
      throw new AssertionError("PostgreSQL is not installed (Debian: postgresql)");
    }
    Assumptions.assumeTrue(there, "PostgreSQL is not installed (Debian: postgresql): skipped");
  }

  private static @Nullable Path binaries() {
    Path all = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(all)) {
      return null;
    }
    try (Stream<Path> versions = Files.list(all)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder())
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }

  /** Root may not run it: then it is Debian's user for it, or nobody. */
  private static @Nullable String user() throws IOException {
    if (!System.getProperty("user.name").equals("root")) {
      return null;
    }
    return Files.readString(Path.of("/etc/passwd")).lines().anyMatch(l -> l.startsWith("postgres:"))
        ? "postgres"
        : "nobody";
  }

  private static Path folder() throws IOException {
    Path folder = Files.createTempDirectory("heartbeat-postgres");
    String user = user();
    if (user != null) {
      Files.setOwner(
          folder,
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
    }
    return folder;
  }

  private ProcessBuilder process(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    String user = user();
    if (user != null) {
      command.addAll(
          List.of("setpriv", "--reuid", user, "--regid", group(user), "--clear-groups", "--"));
    }
    command.add(program.contains("/") ? program : binaries() + "/" + program);
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.redirectErrorStream(true);
    return builder;
  }

  private static String group(String user) throws IOException {
    return Files.readString(Path.of("/etc/passwd"))
        .lines()
        .filter(line -> line.startsWith(user + ":"))
        .map(line -> line.split(":", -1)[3])
        .findFirst()
        .orElseThrow();
  }

  /** Runs one of its programs, with the data's folder as the last argument. */
  private void run(String program, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(data());
    Process process = process(program, all.toArray(String[]::new)).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException(program + ": " + output);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  /** Starts it again. */
  public void start() {
    StringBuilder options = new StringBuilder();
    settings.forEach(setting -> options.append(" -c ").append(setting));
    String script =
        "'%s/postgres' -D '%s' -p %d -k '' -h 127.0.0.1%s </dev/null & P=$!; read end; kill -QUIT $P; wait"
            .formatted(binaries(), data(), port, options);
    try {
      server =
          process("/bin/sh", "-c", script)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
              .start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    awaitAnswer();
  }

  private void awaitAnswer() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (true) {
      try {
        sql("postgres", "SELECT 1");
        return;
      } catch (SQLException e) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException("PostgreSQL does not answer; see " + folder, e);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends it at once, as kill -9 of all its processes would, if none of them could say a word. */
  public void kill() {
    Process running = server;
    if (running != null) {
      List<ProcessHandle> all = running.descendants().toList();
      all.forEach(ProcessHandle::destroyForcibly);
      running.destroyForcibly();
      for (ProcessHandle one : all) {
        one.onExit().join();
      }
      running.onExit().join();
      server = null;
    }
  }

  /** From now on it is the primary. */
  public void promote() {
    try {
      run("pg_ctl", "promote", "-w", "-D");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public int port() {
    return port;
  }

  /** A new, empty database. */
  public Database.Postgres create(String name) {
    try {
      sql("postgres", "CREATE DATABASE " + name + " STRATEGY file_copy");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return database(name);
  }

  /** One of this server's. */
  public Database.Postgres database(String name) {
    return new Database.Postgres("heartbeat", null, List.of("127.0.0.1:" + port), name, Map.of());
  }

  /** Does something in a database. */
  public void sql(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A connection of the test's own. */
  public Connection connect(String database) throws SQLException {
    Properties properties = new Properties();
    properties.put("user", "heartbeat");
    Connection connection =
        new org.postgresql.Driver()
            .connect("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    if (connection == null) {
      throw new SQLException("no connection");
    }
    return connection;
  }

  @Override
  public void close() {
    kill();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
          Files.delete(path);
        }
      }
    } catch (IOException e) {
      // It lies in the system's folder for such things.
    }
  }
}
