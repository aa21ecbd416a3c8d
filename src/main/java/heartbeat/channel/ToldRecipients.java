package heartbeat.channel;

import heartbeat.model.Notification.SendPing;
import heartbeat.model.PingKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whom the client has told of a run, as its ping says it in a header that other services ignore.
 * Recipients are named by fingerprints that differ from run to run: no address leaves the machine.
 */
public final class ToldRecipients {
  /**
   * The name of the header. A ping has it, empty as yet, when its server is known to read it; and a
   * switch that reads it says so by a header of the same name in its answer.
   */
  public static final String HEADER = "Heartbeat-Told";

  /** What the answer says. */
  public static final String READ = "read";

  /** Nobody that we know of. */
  public static final ToldRecipients NOBODY = new ToldRecipients(null, Set.of());

  private static final int DIGITS = 16;
  private static final int MOST = 200;

  private final @Nullable UUID run;
  private final Set<String> fingerprints;

  private ToldRecipients(@Nullable UUID run, Set<String> fingerprints) {
    this.run = run;
    this.fingerprints = fingerprints;
  }

  /** What a ping's header says; {@code run} is the id in its URL, without which it says nothing. */
  public static ToldRecipients parse(String header, @Nullable UUID run) {
    if (run == null || header.isBlank()) {
      return NOBODY;
    }
    Set<String> found = new HashSet<>();
    for (String one : header.split(",", MOST + 1)) {
      if (found.size() < MOST && one.strip().length() == DIGITS) {
        found.add(one.strip());
      }
    }
    return new ToldRecipients(run, found);
  }

  /** Whether this one was told. */
  public boolean has(String recipient) {
    return run != null
        && !recipient.isEmpty()
        && fingerprints.contains(fingerprint(recipient, run));
  }

  /**
   * The same ping, which says that these were told of its run. Itself where its URL does not name
   * the run: nobody could make use of it.
   */
  public static SendPing telling(SendPing ping, Collection<String> recipients) {
    UUID id = UUID.fromString(ping.run().toString());
    boolean result = ping.kind() == PingKind.FAILURE || ping.kind() == PingKind.SUCCESS;
    if (!result || !ping.url().contains("rid=" + id)) {
      return ping;
    }
    String header = header(ping.request().headers().get(HEADER), id, recipients);
    return header.isEmpty() ? ping : ping.withHeader(HEADER, header);
  }

  /** A header with these recipients beside those that it has already. */
  public static String header(@Nullable String before, UUID run, Collection<String> recipients) {
    Set<String> all = new TreeSet<>();
    if (before != null && !before.isBlank()) {
      all.addAll(List.of(before.split(",", -1)));
    }
    for (String recipient : recipients) {
      if (!recipient.isEmpty()) {
        all.add(fingerprint(recipient, run));
      }
    }
    return String.join(",", all);
  }

  /** Somebody with an address for mail. */
  public static String byMail(String address) {
    return hash("mail\n" + address.strip().toLowerCase(Locale.ROOT));
  }

  /**
   * Whoever is behind a chat or pager service, or a webhook. Empty for programs: nobody knows
   * whether one on another machine reaches the same people.
   */
  public static String by(Target target) {
    return switch (target) {
      case Target.ByService by -> by(by.service());
      case Target.ByMail mail -> "";
      case Target.ByCommand command -> "";
    };
  }

  private static String by(Service service) {
    if (service instanceof Webhook hook) {
      return hash(
          String.join(
              "\n",
              "webhook",
              hook.url(),
              hook.method(),
              new TreeMap<>(hook.headers()).toString(),
              String.valueOf(hook.body())));
    }
    return hash(service.id() + "\n" + service);
  }

  private static String fingerprint(String recipient, UUID run) {
    return hash(run + "\n" + recipient).substring(0, DIGITS);
  }

  private static String hash(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
