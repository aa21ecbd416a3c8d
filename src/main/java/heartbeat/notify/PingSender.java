package heartbeat.notify;

import heartbeat.model.Delivery;
import heartbeat.model.HttpRequest;
import heartbeat.model.Human;
import heartbeat.model.Trace;
import heartbeat.run.PingSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * Sends pings and other requests over HTTP. Failed deliveries are values, never exceptions. No HTTP
 * class is loaded before the first ping. Safe for use by several threads: a start ping may be on
 * its way while the last one is sent.
 */
public final class PingSender implements AutoCloseable {
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Sleeper pause;
  private final Map<String, String> environment;
  private final @Nullable Dns dns;
  private final Trace trace;
  private @Nullable PingClient client;
  private volatile boolean closed;

  /**
   * @param clock for Retry-After headers that name a time of day
   * @param random spreads retries
   * @param pause waits between attempts
   * @param environment where {@code https_proxy}, {@code http_proxy}, {@code all_proxy} and {@code
   *     no_proxy} are looked up
   */
  public PingSender(
      InstantSource clock, RandomGenerator random, Sleeper pause, Map<String, String> environment) {
    this(clock, random, pause, environment, Trace.OFF);
  }

  /** The same; it also traces each request and its answer. */
  public PingSender(
      InstantSource clock,
      RandomGenerator random,
      Sleeper pause,
      Map<String, String> environment,
      Trace trace) {
    this(clock, random, pause, environment, trace, null);
  }

  /** For tests: with a name service of their own. */
  PingSender(
      InstantSource clock,
      RandomGenerator random,
      Sleeper pause,
      Map<String, String> environment,
      Trace trace,
      @Nullable Dns dns) {
    this.clock = clock;
    this.random = random;
    this.pause = pause;
    this.environment = Map.copyOf(environment);
    this.dns = dns;
    this.trace = trace;
  }

  /**
   * Sends it, with retries where they may help: time-outs, refused or broken connections, name
   * service errors, 408, 425, 429 and 5xx. Takes at most {@code (retries + 1) × timeout} and the
   * waits in between, each at most {@link RetryDelay#LONGEST_ASKED} and a second.
   */
  public Delivery send(HttpRequest request, PingSettings settings) {
    return send(request, settings, TimeBudget.unlimited());
  }

  /** The same, but it takes no longer than the budget allows. */
  public Delivery send(HttpRequest request, PingSettings settings, TimeBudget budget) {
    int most = Math.max(0, settings.network().retries()) + 1;
    for (int number = 1; ; number++) {
      Attempt attempt = attempt(request, settings, budget, null);
      boolean last = !attempt.again() || number == most || closed;
      if (last || attempt.notBefore().compareTo(RetryDelay.LONGEST_ASKED) > 0) {
        return numbered(attempt.delivery(), number, most);
      }
      Duration delay = RetryDelay.after(number, attempt.notBefore(), random);
      if (trace.isOn()) {
        trace.tell(
            "http: " + attempt.delivery().detail() + "; retries in " + Human.duration(delay));
      }
      if (budget.left().compareTo(delay) <= 0 || !paused(delay) || budget.isSpent()) {
        return numbered(attempt.delivery(), number, most);
      }
    }
  }

  /** Sends it in one attempt: the outbox has retries of its own. */
  public Delivery sendOnce(HttpRequest request, PingSettings settings) {
    return sendOnce(request, settings, TimeBudget.unlimited());
  }

  /** Sends it in one attempt, which takes no longer than the budget allows. */
  public Delivery sendOnce(HttpRequest request, PingSettings settings, TimeBudget budget) {
    return attempt(request, settings, budget, null).delivery();
  }

  /** The same for a service, whose refusals {@code reader} understands. */
  public Delivery sendOnce(
      HttpRequest request, PingSettings settings, TimeBudget budget, AnswerReader reader) {
    return attempt(request, settings, budget, reader).delivery();
  }

  /**
   * How many bytes of a body the server of this URL keeps, as it said in an answer to this sender
   * ({@code Ping-Body-Limit}); Integer.MAX_VALUE when it has not.
   */
  public int bodyLimit(String url) {
    return client().bodyLimit(url);
  }

  /** Whether the server of this URL has said so: it is a switch of heartbeat. */
  public boolean readsWhoIsTold(String url) {
    return client().readsWhoIsTold(url);
  }

  /**
   * Prepares a ping to this URL, so that the ping itself takes less time. The ping will report what
   * goes wrong.
   */
  public void prepare(String url, PingSettings settings) {
    try {
      client().prepare(url, settings);
    } catch (RuntimeException | Error broken) {
      // The ping will fail in the same way, and report it.
    }
  }

  /** Ends the requests that are on their way, at once; later pings fail. */
  @Override
  public void close() {
    closed = true;
    PingClient open;
    synchronized (this) {
      open = client;
    }
    if (open != null) {
      open.close();
    }
  }

  // Whatever goes wrong, also a lack of memory: the ping has failed, not the run.
  private Attempt attempt(
      HttpRequest request,
      PingSettings settings,
      TimeBudget budget,
      @Nullable AnswerReader reader) {
    if (closed) {
      return Attempt.temporary("not sent: heartbeat was ending");
    }
    try {
      return client().attempt(request, settings, budget, reader);
    } catch (InterruptedException told) {
      Thread.currentThread().interrupt();
      return Attempt.untilFixed("not sent: heartbeat was told to end");
    } catch (RuntimeException | Error broken) {
      return Attempt.temporary("not sent (" + broken.getClass().getSimpleName() + ")");
    }
  }

  private synchronized PingClient client() {
    PingClient open = client;
    if (open == null) {
      open = new PingClient(clock, environment, trace, dns);
      client = open;
    }
    return open;
  }

  private boolean paused(Duration time) {
    try {
      pause.sleep(time);
      return true;
    } catch (InterruptedException told) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Delivery numbered(Delivery delivery, int number, int most) {
    return number > 1 && delivery instanceof Delivery.Undelivered failed
        ? new Delivery.Undelivered(
            failed.detail() + " (attempt " + number + " of " + most + ")",
            failed.permanent(),
            failed.notBefore())
        : delivery;
  }
}
