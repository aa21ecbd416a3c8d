package heartbeat.notify;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads the body of a service's answer that is not a success. */
public interface AnswerReader {
  /** Which part of the config is wrong; null when the answer does not tell. */
  @Nullable String blame(int status, String body);

  /** How long the service asks for no request; zero when the body does not say. */
  Duration pause(String body);
}
