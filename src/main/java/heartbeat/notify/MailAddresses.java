package heartbeat.notify;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.util.ArrayList;
import java.util.List;

/**
 * Addresses as people write them, sorted into those that can be used and those that can't: one
 * mistyped recipient must not keep the alert from the others.
 */
record MailAddresses(List<InternetAddress> usable, List<String> unusable) {

  /** Each text is an address, {@code Name <address>}, or several of them with commas. */
  static MailAddresses of(List<String> texts) {
    var usable = new ArrayList<InternetAddress>();
    var unusable = new ArrayList<String>();
    for (String text : texts) {
      try {
        for (InternetAddress address : InternetAddress.parse(OneLine.of(text), true)) {
          usable.add(portable(address));
        }
      } catch (AddressException
          | UnsupportedEncodingException
          | IllegalArgumentException unreadable) {
        unusable.add(OneLine.of(text));
      }
    }
    return new MailAddresses(List.copyOf(usable), List.copyOf(unusable));
  }

  /**
   * The sender; heartbeat at this host when the text is no address, or has no domain, as the {@code
   * heartbeat@web1} that heartbeat itself makes.
   *
   * @param host the name by which mail servers know this machine
   */
  static InternetAddress sender(String text, String host) {
    List<InternetAddress> found = of(List.of(text)).usable();
    if (!found.isEmpty() && !isBeyondAscii(found.getFirst()) && !isMadeUp(found.getFirst(), host)) {
      return found.getFirst();
    }
    var fallback = new InternetAddress();
    fallback.setAddress("heartbeat@" + host);
    return fallback;
  }

  /** Whether only a server that knows SMTPUTF8 takes it. */
  static boolean isBeyondAscii(InternetAddress address) {
    return !address.getAddress().chars().allMatch(c -> c < 128);
  }

  private static boolean isMadeUp(InternetAddress address, String host) {
    String written = address.getAddress();
    return written.startsWith("heartbeat@") && written.indexOf('.') < 0 && host.indexOf('.') >= 0;
  }

  /** With an ASCII domain, and a name that any header can hold. */
  private static InternetAddress portable(InternetAddress address)
      throws AddressException, UnsupportedEncodingException {
    String written = address.getAddress();
    int at = written.lastIndexOf('@');
    String local = at < 0 ? written : written.substring(0, at);
    if (local.isEmpty()
        || local.startsWith("-")
        || !local.chars().allMatch(c -> c > 32 && c != 127 && !Character.isISOControl(c))) {
      throw new AddressException("not usable with every mail server", written);
    }
    String ascii = at < 0 ? local : local + "@" + IDN.toASCII(written.substring(at + 1));
    return new InternetAddress(ascii, address.getPersonal(), "UTF-8");
  }
}
