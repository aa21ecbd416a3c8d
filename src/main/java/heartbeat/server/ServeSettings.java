package heartbeat.server;

import heartbeat.check.Check;
import heartbeat.check.Maintenance;
import heartbeat.notify.MailTransport;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Report;
import heartbeat.server.alert.Routes;
import heartbeat.server.page.Html;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All settings of the switch.
 *
 * @param checks the checks of the config file
 * @param upstream a URL that the switch pings every minute while it is well; null: none
 */
public record ServeSettings(
    Listen listen,
    Storage storage,
    Access access,
    RateLimits rateLimits,
    Alerting alerting,
    List<Check> checks,
    @Nullable String upstream) {

  /**
   * How the switch can be reached.
   *
   * @param host the address on which it listens
   * @param port 0: any free port
   * @param tls null: plain HTTP
   * @param baseUrl the URL that pages, badges and alerts link to, without a slash at its end;
   *     empty: unknown
   * @param trustedProxies addresses of proxies whose X-Forwarded-For header is trusted
   */
  public record Listen(
      String host, int port, @Nullable Tls tls, String baseUrl, List<String> trustedProxies) {
    public Listen {
      trustedProxies = List.copyOf(trustedProxies);
    }
  }

  /** A certificate chain and its private key, both PEM. */
  public record Tls(Path certificate, Path key) {}

  /**
   * What the switch stores, and where.
   *
   * @param pingLog how many pings of each check are kept
   * @param bodyLimit how many bytes of a ping's body are kept
   */
  public record Storage(Database database, int pingLog, int bodyLimit) {}

  /**
   * Who may do what.
   *
   * @param pingKey for slug URLs; null: slug URLs do not work
   * @param users login names and password hashes of people who may change checks on the pages
   * @param readers the same for people who may only look
   * @param readKeys hashed API keys that may only read
   * @param writeKeys hashed API keys that may also change checks
   */
  public record Access(
      @Nullable String pingKey,
      Map<String, String> users,
      Map<String, String> readers,
      List<String> readKeys,
      List<String> writeKeys) {
    /** Without any key or login. */
    public static final Access NONE = new Access(null, Map.of(), Map.of(), List.of(), List.of());

    public Access {
      users = Map.copyOf(users);
      readers = Map.copyOf(readers);
      readKeys = List.copyOf(readKeys);
      writeKeys = List.copyOf(writeKeys);
    }
  }

  /**
   * How many requests per second are accepted.
   *
   * @param perCheck pings of one check; a burst of ten times as many passes
   * @param perAddress requests for unknown checks, per client address
   */
  public record RateLimits(double perCheck, double perAddress) {}

  /**
   * Who gets alerts, and how mail is sent.
   *
   * @param routes which channels get the alerts of which checks
   * @param transport null: mail channels can't work
   * @param from the sender of mail
   * @param keepTrying for how long an alert is retried
   * @param maintenance times in which alerts wait
   * @param report who gets a report, and when; null: nobody
   */
  public record Alerting(
      Routes routes,
      @Nullable MailTransport transport,
      String from,
      Duration keepTrying,
      List<Maintenance> maintenance,
      @Nullable Report report) {
    public Alerting {
      maintenance = List.copyOf(maintenance);
    }

    /** Without a report. */
    public Alerting(
        Routes routes,
        @Nullable MailTransport transport,
        String from,
        Duration keepTrying,
        List<Maintenance> maintenance) {
      this(routes, transport, from, keepTrying, maintenance, null);
    }

    /** The channel with this key; see {@link Routes#channel}. */
    public @Nullable Channel channel(String key) {
      return report != null && key.equals(Report.KEY) ? report.channel() : routes.channel(key);
    }

    /** All channels: those of alerts, and that of the report. */
    public List<Channel> channels() {
      List<Channel> all = new ArrayList<>(routes.all());
      if (report != null) {
        all.add(report.channel());
      }
      return all;
    }

    /** Whether the config has a channel with this key. */
    boolean has(String key) {
      return (report != null && key.equals(Report.KEY)) || routes.has(key);
    }

    /** Without maintenance. */
    public Alerting(
        Routes routes, @Nullable MailTransport transport, String from, Duration keepTrying) {
      this(routes, transport, from, keepTrying, List.of());
    }
  }

  public ServeSettings {
    checks = List.copyOf(checks);
  }

  /** The path of base-url, such as {@code /hb}, without a slash at its end; empty: none. */
  public String basePath() {
    String base = listen.baseUrl();
    int host = base.indexOf("://");
    int path = host < 0 ? -1 : base.indexOf('/', host + 3);
    return path < 0 ? "" : base.substring(path);
  }

  /** The same as part of an attribute of a page. */
  public String basePathInHtml() {
    return Html.escaped(basePath());
  }

  /**
   * Whether pages and API ask for a login or key. They do when logins are configured, and always
   * when other machines can reach the switch.
   */
  public boolean asksWho() {
    boolean logins = !access.users().isEmpty() || !access.readers().isEmpty();
    return logins || !isLoopback(listen.host());
  }

  /**
   * Whether only this machine can reach this address. A name such as 127.example.org may resolve to
   * any address, so it is not loopback.
   */
  public static boolean isLoopback(String host) {
    return host.matches("127(\\.[0-9]{1,3}){3}|::1|localhost");
  }
}
