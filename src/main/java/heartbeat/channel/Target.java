package heartbeat.channel;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** By what a channel reaches people. */
public sealed interface Target {
  /** A chat, push or pager service, or a webhook. */
  record ByService(Service service) implements Target {}

  /**
   * Mail.
   *
   * @param subject with placeholders; null: the built-in one
   * @param body likewise
   */
  record ByMail(List<String> to, @Nullable String subject, @Nullable String body)
      implements Target {
    public ByMail {
      to = List.copyOf(to);
    }
  }

  /**
   * A program that gets the message as JSON on its standard input.
   *
   * @param command the program and its arguments, in which placeholders are filled in
   * @param timeout after this it is killed and the message is not delivered
   */
  record ByCommand(List<String> command, Duration timeout) implements Target {
    public ByCommand {
      command = List.copyOf(command);
    }
  }
}
