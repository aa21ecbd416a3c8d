package heartbeat.channel;

import heartbeat.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/** A chat, push or pager service: makes its requests and explains its refusals. */
public sealed interface Service
    permits Discord,
        GoogleChat,
        Gotify,
        Matrix,
        Mattermost,
        Ntfy,
        Opsgenie,
        PagerDuty,
        Pushover,
        Slack,
        Teams,
        Telegram,
        Webhook,
        Zulip {
  /** Its name in the config: {@code google-chat}. */
  String id();

  /** The request that brings the message there. */
  HttpRequest request(ChannelMessage message);

  /**
   * Which part of the config is wrong when the service refuses with this status and body; null when
   * the answer does not tell.
   */
  @Nullable String blame(int status, String body);
}
