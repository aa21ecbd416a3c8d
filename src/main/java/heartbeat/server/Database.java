package heartbeat.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The database of the switch. */
public sealed interface Database {
  /** A file of this machine; one switch uses it. */
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
   * @param password null: the server asks for none
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
     * The driver looks for the primary anew after a moment. A server that says nothing for ten
     * seconds counts as dead: an answer to a ping must not take longer.
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

    /** The URL that JDBC wants. */
    String url() {
      return "jdbc:postgresql://"
          + String.join(",", hosts)
          + "/"
          + URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    /** The driver's settings that are not in the URL. */
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

  /** A folder for temporary files; null: the system's. */
  @Nullable Path scratch();
}
