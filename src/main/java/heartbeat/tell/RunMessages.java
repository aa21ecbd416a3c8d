package heartbeat.tell;

import com.google.gson.JsonObject;
import heartbeat.channel.AlertPlaceholder;
import heartbeat.channel.ChannelMessage;
import heartbeat.channel.ChannelMessage.Facts;
import heartbeat.channel.ChannelMessage.Kind;
import heartbeat.channel.Destination;
import heartbeat.channel.Target;
import heartbeat.channel.ToldRecipients;
import heartbeat.channel.Webhook;
import heartbeat.model.HttpRequest;
import heartbeat.model.Notification.SendMail;
import heartbeat.model.Notification.SendMessage;
import heartbeat.run.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** The messages of a run to the channels of its job. */
final class RunMessages {
  private static final int LINES = 50;

  private final RunReport report;
  private final ChannelMessage message;

  private RunMessages(RunReport report, ChannelMessage message) {
    this.report = report;
    this.message = message;
  }

  /**
   * For a verdict that is told.
   *
   * @param subject the built-in one
   * @param text the details
   */
  static RunMessages of(RunReport report, String subject, String text) {
    Kind kind = report.isTest() ? Kind.TEST : kind(report.verdict());
    String log = LogTail.of(report).strip();
    List<String> lines = log.isEmpty() ? List.of() : log.lines().toList();
    String job = report.clean(report.job().name().value());
    String host = report.context().host();
    int exit = report.exitStatus();
    Facts facts =
        new Facts("", "", "", "", host, null, null, 0, exit < 0 ? null : Integer.valueOf(exit));
    return new RunMessages(
        report,
        new ChannelMessage(
            kind,
            report.run().toString() + "-" + kind.id(),
            "heartbeat/" + host + "/" + job,
            job,
            subject,
            Objects.requireNonNullElse(report.verdict().reason(), ""),
            text,
            List.of(),
            lines.subList(Math.max(0, lines.size() - LINES), lines.size()),
            "",
            report.happened(),
            facts));
  }

  /** For a trouble of heartbeat itself. It opens and closes no incident. */
  static RunMessages notice(RunReport report, String subject, String text) {
    String job = report.clean(report.job().name().value());
    String host = report.context().host();
    return new RunMessages(
        report,
        new ChannelMessage(
            Kind.NOTICE,
            report.run().toString() + "-" + Kind.NOTICE.id(),
            "heartbeat/" + host + "/" + job + "/notice",
            job,
            subject,
            "",
            text,
            List.of(),
            List.of(),
            "",
            report.happened(),
            new Facts("", "", "", "", host, null, null, 0, null)));
  }

  static Kind kind(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Success success -> Kind.UP;
      case Verdict.Warning warning -> Kind.WARNING;
      case Verdict.Failure failure -> Kind.DOWN;
      case Verdict.Skipped skipped -> Kind.NOTICE;
    };
  }

  /** Whether any channel of the job wants to hear of this. */
  static boolean wanted(RunReport report) {
    Kind kind = kind(report.verdict());
    return report.job().alert().stream().anyMatch(channel -> channel.wants(kind));
  }

  /** To services, webhooks and programs. */
  List<SendMessage> messages() {
    List<SendMessage> messages = new ArrayList<>();
    for (Destination channel : report.job().alert()) {
      if (channel.wants(message.kind()) && !(channel.target() instanceof Target.ByMail)) {
        messages.add(
            new SendMessage(
                report.job().name(),
                report.run(),
                report.happened(),
                channel.name(),
                ToldRecipients.by(channel.target()),
                request(channel)));
      }
    }
    return messages;
  }

  /** For a program, the request has its input only: the config names the program when it is run. */
  private HttpRequest request(Destination channel) {
    if (channel.target() instanceof Target.ByService service) {
      return service.service().request(message);
    }
    JsonObject json = Webhook.json(message);
    return new HttpRequest(SendMessage.COMMAND, "RUN", Map.of(), json.toString());
  }

  /**
   * By mail.
   *
   * @param text the built-in one
   * @param attached whether the log goes with that text
   * @param attachedToOther whether it goes with a text of the channel's own
   */
  List<SendMail> mails(String text, boolean attached, boolean attachedToOther) {
    List<SendMail> mails = new ArrayList<>();
    for (Destination channel : report.job().alert()) {
      if (channel.target() instanceof Target.ByMail mail && channel.wants(message.kind())) {
        mails.add(
            report.mail(
                mail.to(),
                filled(mail.subject(), message.subject()),
                filled(mail.body(), text),
                mail.body() == null ? attached : attachedToOther));
      }
    }
    return mails;
  }

  private String filled(@org.jspecify.annotations.Nullable String template, String builtIn) {
    return template == null
        ? builtIn
        : AlertPlaceholder.fill(template, message, UnaryOperator.identity());
  }
}
