package heartbeat.notify;

import java.time.Duration;

/** Lets time pass between two attempts; {@code Thread::sleep}, but for tests. */
@FunctionalInterface
public interface Sleeper {
  /** Returns after this time; throws InterruptedException when the thread is told to stop. */
  void sleep(Duration time) throws InterruptedException;
}
