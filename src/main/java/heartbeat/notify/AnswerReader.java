package heartbeat.notify;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Understands what a service says in the body of an answer that is no success. */
public interface AnswerReader {
  /** Which part of the config is wrong; null when the answer does not tell. */
  @Nullable String blame(int status, String body);

  /** How long the service asks to be left alone; zero when the body does not say. */
  Duration pause(String body);
}
