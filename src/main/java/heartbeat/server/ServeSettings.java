package heartbeat.server;

import heartbeat.check.Check;
import heartbeat.notify.MailTransport;
import heartbeat.server.alert.Routes;
import heartbeat.server.page.Html;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is set for the switch.
 *
 * @param host the address it listens on
 * @param port 0: any free one
 * @param baseUrl what pages, badges and alerts link to, without a slash at its end; empty: not
 *     known
 * @param pingKey for slug URLs; null: there are none
 * @param bodyLimit bytes of a ping's body that are kept
 * @param pingLog pings that are kept of each check
 * @param checks those of the config file
 * @param routes who is told
 * @param mailTransport how mail leaves; null: mail channels can't work
 * @param mailFrom the sender
 * @param keepTrying how long an alert is tried
 * @param users login names and password hashes for the page
 * @param readKeys API keys, hashed, that may look
 * @param writeKeys API keys, hashed, that may change
 * @param tls null: plain HTTP
 * @param upstream a URL that is pinged every minute while all is well; null: none
 * @param perCheck pings a second that one check takes; bursts of ten seconds' worth pass
 * @param perAddress unwelcome requests a second that one address may send
 * @param trustedProxies addresses whose X-Forwarded-For is believed
 */
public record ServeSettings(
    String host,
    int port,
    Database database,
    String baseUrl,
    @Nullable String pingKey,
    int bodyLimit,
    int pingLog,
    List<Check> checks,
    Routes routes,
    @Nullable MailTransport mailTransport,
    String mailFrom,
    Duration keepTrying,
    Map<String, String> users,
    List<String> readKeys,
    List<String> writeKeys,
    @Nullable Tls tls,
    @Nullable String upstream,
    double perCheck,
    double perAddress,
    List<String> trustedProxies) {

  /** A certificate chain and its private key, both PEM. */
  public record Tls(Path certificate, Path key) {}

  public ServeSettings {
    checks = List.copyOf(checks);
    users = Map.copyOf(users);
    readKeys = List.copyOf(readKeys);
    writeKeys = List.copyOf(writeKeys);
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** On loopback, with nothing but a database. */
  public static ServeSettings plain(Database database) {
    return new ServeSettings(
        "127.0.0.1",
        8000,
        database,
        "",
        null,
        10_000,
        100,
        List.of(),
        Routes.NOWHERE,
        null,
        "heartbeat",
        Duration.ofDays(3),
        Map.of(),
        List.of(),
        List.of(),
        null,
        null,
        10,
        10,
        List.of("127.0.0.1", "::1"));
  }

  /** The path of base-url, such as {@code /hb}, without a slash at its end; empty: none. */
  public String basePath() {
    int host = baseUrl.indexOf("://");
    int path = host < 0 ? -1 : baseUrl.indexOf('/', host + 3);
    return path < 0 ? "" : Html.escaped(baseUrl.substring(path));
  }

  /** Whether pages and API ask who it is: always, once the switch can be reached from outside. */
  public boolean asksWho() {
    return !users.isEmpty() || !isLoopback(host);
  }

  /** Whether only this machine can reach it. A name such as 127.example.org can be anywhere. */
  public static boolean isLoopback(String host) {
    return host.matches("127(\\.[0-9]{1,3}){3}|::1|localhost");
  }
}
