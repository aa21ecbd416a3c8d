package heartbeat.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Which database the switch uses. */
public sealed interface Database {
  /** A SQLite file on this machine; only one switch may use it. */
  record Sqlite(Path file) implements Database {
    @Override
    public @Nullable Path scratch() {
      return file.toAbsolutePath().getParent();
    }

    @Override
    public String toString() {
      return file.toString();
    }
  }

  /**
   * A PostgreSQL database, which several switches may use at the same time.
   *
   * @param password null: none
   * @param hosts each with its port; the switch looks for the primary among them
   * @param name of the database
   * @param options of the connection, by the driver's names
   */
  record Postgres(
      String user,
      @Nullable String password,
      List<String> hosts,
      String name,
      Map<String, String> options)
      implements Database {
    /**
     * Looks for the primary again a moment after a failure. When the server is silent for ten
     * seconds, the connection fails: an answer to a ping must not take longer.
     */
    private static final Map<String, String> USUAL =
        Map.of(
            "targetServerType", "primary",
            "hostRecheckSeconds", "1",
            "connectTimeout", "5",
            "socketTimeout", "10",
            "loginTimeout", "15",
            "tcpKeepAlive", "true",
            "reWriteBatchedInserts", "true",
            "ApplicationName", "heartbeat");

    public Postgres {
      hosts = List.copyOf(hosts);
      options = Map.copyOf(options);
    }

    /** The URL for JDBC, without user and password. */
    String url() {
      return "jdbc:postgresql://"
          + String.join(",", hosts)
          + "/"
          + URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    /** All settings of the driver that are not in the URL. */
    Properties properties() {
      Properties properties = new Properties();
      properties.putAll(USUAL);
      properties.putAll(options);
      properties.put("user", user);
      if (password != null) {
        properties.put("password", password);
      }
      return properties;
    }

    @Override
    public @Nullable Path scratch() {
      return null;
    }

    /** The URL without the password, for messages. */
    @Override
    public String toString() {
      return "postgresql://" + user + "@" + String.join(",", hosts) + "/" + name;
    }
  }

  /** The folder for the driver's temporary files; null: the system's. */
  @Nullable Path scratch();
}
