package heartbeat.notify;

import java.io.IOException;
import java.io.Reader;
import java.net.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Reads something from a server that asks for a key. */
public final class WebReader {
  private final Map<String, String> environment;

  /**
   * Where it is and how to ask.
   *
   * @param url without a login in it
   * @param headers may hold secrets
   * @param caFile PEM certificates to trust instead of Java's; null: those
   * @param timeout for all of it
   */
  public record Question(
      String url, Map<String, String> headers, @Nullable Path caFile, Duration timeout) {}

  /** Reads an answer. */
  public interface Body<T> {
    /**
     * What the answer says.
     *
     * @param location where a redirect leads to, never followed: the key is not for there; null
     *     when it is none
     */
    T read(int status, @Nullable String location, Reader text) throws IOException;
  }

  /** {@code environment}: where a proxy is looked up. */
  public WebReader(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Asks once. Throws IOException, with a message for people and without secrets, when there is no
   * answer in time or {@code body} can't read it.
   */
  public <T> T read(Question question, Body<T> body) throws IOException, InterruptedException {
    HttpUrl url = HttpUrl.parse(question.url());
    if (url == null || !url.username().isEmpty() || !url.password().isEmpty()) {
      throw new IOException("that is no http(s) URL without a login in it");
    }
    PingProgress progress = new PingProgress();
    Request request;
    OkHttpClient client;
    try {
      client = client(question, url).newBuilder().eventListener(progress).build();
      Request.Builder builder = new Request.Builder().url(url);
      question.headers().forEach(builder::header);
      request = builder.build();
    } catch (IllegalArgumentException e) {
      // Its message may quote the header.
      throw new IOException("key, login or proxy can't be used: is there a line end in it?");
    }
    String server = url.host() + ":" + url.port();
    long begun = System.nanoTime();
    try {
      return TimeLimit.within(
          question.timeout(),
          Thread.ofPlatform().daemon().name("heartbeat-web"),
          () -> answer(client, request, body));
    } catch (TimeoutException late) {
      throw new IOException(
          words(PingFailure.timedOut(progress.doing(), server, question.timeout())), late);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      if (cause instanceof Unreadable unreadable) {
        throw new IOException(unreadable.getMessage(), unreadable);
      }
      Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
      throw new IOException(
          words(PingFailure.judge(cause, progress.doing(), server, elapsed)), cause);
    } finally {
      client.dispatcher().cancelAll();
    }
  }

  /** What the reader of a body says, in contrast to what breaks on the way. */
  public static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1;

    /** {@code message}: for people. */
    public Unreadable(String message) {
      super(message);
    }
  }

  private static <T> T answer(OkHttpClient client, Request request, Body<T> body)
      throws IOException {
    try (Response response = client.newCall(request).execute()) {
      String location = response.isRedirect() ? response.header("Location") : null;
      return body.read(response.code(), location, response.body().charStream());
    }
  }

  private OkHttpClient client(Question question, HttpUrl url) throws IOException {
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .protocols(List.of(Protocol.HTTP_1_1))
            .followRedirects(false)
            .followSslRedirects(false)
            .callTimeout(question.timeout())
            .proxy(Proxy.NO_PROXY);
    if (question.caFile() != null) {
      TrustedCa ca = TrustedCa.read(question.caFile());
      builder.sslSocketFactory(ca.sockets(), ca.trust());
    }
    ProxyChoice proxy = ProxyChoice.of(null, environment, url.scheme(), url.host());
    if (proxy != null) {
      PingClient.through(builder, proxy);
    }
    return builder.build();
  }

  private static String words(Attempt attempt) {
    return attempt.delivery().detail();
  }
}
