package heartbeat.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NetworkTest {
  @Test
  void allAddressesOfAnIpv6NetworkCountAsOneClient() {
    assertThat(Network.of("2001:db8:1:2::1"))
        .isEqualTo(Network.of("2001:db8:1:2:aaaa:bbbb:cccc:dddd"))
        .isNotEqualTo(Network.of("2001:db8:1:3::1"));
    assertThat(Network.of("fe80::1%1")).isEqualTo(Network.of("fe80::2%1"));
  }

  @Test
  void anIpv4AddressIsAClientOfItsOwn() {
    assertThat(Network.of("192.0.2.1"))
        .isEqualTo("192.0.2.1")
        .isNotEqualTo(Network.of("192.0.2.2"));
    assertThat(Network.of("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
  }

  @Test
  void whatAProxyWroteInsteadOfAnAddressStaysAsItIs() {
    assertThat(Network.of("unknown")).isEqualTo("unknown");
    assertThat(Network.of("192.0.2.1:4711")).isEqualTo("192.0.2.1:4711");
    assertThat(Network.of("")).isEmpty();
  }
}
