package heartbeat.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailNameTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "web1, mail.example.org, mail.example.org",
    "web1.example.net, mail.example.org, web1.example.net",
    "web1, localhost, web1",
    "web1, -evil.example.org, web1",
    "web1, 'a.example.org\r\nRCPT TO:<x@y.z>', a.example.org",
    "web1, '', web1"
  })
  void aHostWithoutADomainIsKnownByItsMailName(String host, String written, String name)
      throws IOException {
    Path file = Files.writeString(folder.resolve("mailname"), written + "\n");
    assertThat(MailName.of(host, file)).isEqualTo(name);
    assertThat(MailName.of(host, folder.resolve("missing"))).isEqualTo(host);
  }

  @Test
  void whatARunMadeUpAsItsSenderGetsADomainAndWhatSomebodyWroteStays() {
    assertThat(MailAddresses.sender("heartbeat@web1", "mail.example.org").getAddress())
        .isEqualTo("heartbeat@mail.example.org");
    assertThat(MailAddresses.sender("heartbeat@web1", "web1").getAddress())
        .isEqualTo("heartbeat@web1");
    assertThat(MailAddresses.sender("cron@web1", "mail.example.org").getAddress())
        .isEqualTo("cron@web1");
    assertThat(MailAddresses.sender("heartbeat@web1.example.org", "m.example.org").getAddress())
        .isEqualTo("heartbeat@web1.example.org");
  }
}
