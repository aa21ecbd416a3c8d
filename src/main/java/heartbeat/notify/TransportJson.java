package heartbeat.notify;

import com.google.gson.stream.JsonWriter;
import heartbeat.files.JsonFields;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to send a waiting mail, as JSON in its envelope: if options of the run say so, no config
 * does. The file is as private as the crontab line.
 */
final class TransportJson {
  private TransportJson() {}

  static void write(@Nullable MailTransport transport, JsonWriter json) throws IOException {
    switch (transport) {
      case null -> {}
      // heartbeat chooses again when it sends the mail.
      case MailTransport.FirstOf several -> {}
      case MailTransport.Sendmail sendmail ->
          json.name("sendmail").value(sendmail.program().toString());
      case MailTransport.Smtp smtp -> {
        Path ca = smtp.caFile();
        json.name("smtpHost").value(smtp.host());
        json.name("smtpPort").value(smtp.port());
        json.name("smtpSecurity").value(smtp.security().name());
        json.name("smtpUser").value(smtp.user());
        json.name("smtpPassword").value(smtp.password());
        json.name("smtpTimeout").value(smtp.timeout().toString());
        json.name("smtpHello").value(smtp.hello());
        json.name("smtpCaFile").value(ca == null ? null : ca.toString());
      }
    }
  }

  /** Throws JsonParseException when it is damaged; null when there is none. */
  static @Nullable MailTransport read(JsonFields json) {
    String sendmail = json.textOrNull("sendmail");
    if (sendmail != null) {
      return new MailTransport.Sendmail(Path.of(sendmail));
    }
    String host = json.textOrNull("smtpHost");
    if (host == null) {
      return null;
    }
    String ca = json.textOrNull("smtpCaFile");
    return new MailTransport.Smtp(
        host,
        json.parsed("smtpPort", Integer::parseInt),
        json.parsed("smtpSecurity", MailTransport.Security::valueOf),
        json.textOrNull("smtpUser"),
        json.textOrNull("smtpPassword"),
        json.parsed("smtpTimeout", Duration::parse),
        ca == null ? null : Path.of(ca),
        json.textOrNull("smtpHello"));
  }
}
