import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Pings a running switch over kept connections, and prints pings a second and latencies.
 *
 * <p>java packaging/bench/PingLoad.java PORT SECONDS CONNECTIONS PATH... ; the paths are taken in
 * turn. A path {@code @N:PREFIX} stands for PREFIX0 to PREFIX(N-1).
 */
public final class PingLoad {
  private PingLoad() {}

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    int seconds = Integer.parseInt(args[1]);
    int connections = Integer.parseInt(args[2]);
    List<byte[]> requests = requests(Arrays.asList(args).subList(3, args.length));
    run(port, 3, connections, requests);
    List<long[]> all = run(port, seconds, connections, requests);
    long[] latencies = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    System.out.printf(
        "%d pings, %d a second; p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, max %.1f ms%n",
        latencies.length,
        latencies.length / seconds,
        at(latencies, 0.5),
        at(latencies, 0.99),
        at(latencies, 0.999),
        at(latencies, 1));
  }

  private static double at(long[] sorted, double part) {
    return sorted[(int) Math.min(sorted.length - 1, Math.round(sorted.length * part))] / 1e6;
  }

  private static List<byte[]> requests(List<String> paths) {
    List<byte[]> requests = new ArrayList<>();
    for (String path : paths) {
      if (path.startsWith("@")) {
        int colon = path.indexOf(':');
        for (int i = 0; i < Integer.parseInt(path.substring(1, colon)); i++) {
          requests.add(request(path.substring(colon + 1) + i));
        }
      } else {
        requests.add(request(path));
      }
    }
    return requests;
  }

  private static byte[] request(String path) {
    String text = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\n\r\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static List<long[]> run(int port, int seconds, int connections, List<byte[]> requests)
      throws InterruptedException {
    List<long[]> results = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    for (int c = 0; c < connections; c++) {
      int first = c;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    long[] one = hammer(port, end, first, connections, requests);
                    synchronized (results) {
                      results.add(one);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return results;
  }

  private static long[] hammer(int port, long end, int first, int step, List<byte[]> requests) {
    long[] latencies = new long[4_000_000];
    int count = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (int i = first; System.nanoTime() < end && count < latencies.length; i += step) {
        long start = System.nanoTime();
        out.write(requests.get(i % requests.size()));
        if (!answered(in)) {
          throw new IOException("not answered 200");
        }
        latencies[count++] = System.nanoTime() - start;
      }
    } catch (IOException e) {
      System.err.println(e);
    }
    return Arrays.copyOf(latencies, count);
  }

  /** Reads one answer with a Content-Length. */
  private static boolean answered(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder(512);
    int newlines = 0;
    while (newlines < 2) {
      int c = in.read();
      if (c < 0) {
        return false;
      }
      newlines = c == '\n' ? newlines + 1 : c == '\r' ? newlines : 0;
      head.append((char) c);
    }
    String text = head.toString();
    int at = text.indexOf("Content-Length: ");
    int length = Integer.parseInt(text.substring(at + 16, text.indexOf('\r', at)));
    in.skipNBytes(length);
    return text.startsWith("HTTP/1.1 20");
  }
}
