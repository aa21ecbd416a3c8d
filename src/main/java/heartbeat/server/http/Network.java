package heartbeat.server.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The network of a client, by which limits count: a client that has one address of a network can
 * use all of them.
 */
public final class Network {
  /** Providers give each customer at least a /64 of IPv6 addresses (RFC 6177). */
  private static final int PREFIX_BYTES = 8;

  private Network() {}

  /**
   * Returns an IPv4 address unchanged, the /64 of an IPv6 address, and any other text unchanged.
   */
  public static String of(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      InetAddress parsed = InetAddress.ofLiteral(address);
      return parsed instanceof Inet6Address
          ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), PREFIX_BYTES)) + "/64"
          : parsed.getHostAddress();
    } catch (IllegalArgumentException e) {
      return address;
    }
  }
}
