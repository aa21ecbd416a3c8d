package heartbeat.server.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** The network that limits count by: a client with one address of a network has all of them. */
public final class Network {
  /** A customer gets a /64 of IPv6 at least (RFC 6177). */
  private static final int PREFIX_BYTES = 8;

  private Network() {}

  /** An IPv4 address as it is, of IPv6 its /64; what is no address as it is. */
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
