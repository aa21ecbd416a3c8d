package heartbeat.server;

/**
 * How a ping came.
 *
 * @param scheme {@code http} or {@code https}
 * @param remote the address it came from
 * @param agent its User-Agent
 */
public record PingOrigin(String scheme, String method, String remote, String agent) {
  private static final int MOST = 200;

  public PingOrigin {
    agent = agent.length() > MOST ? agent.substring(0, MOST) : agent;
    remote = remote.length() > MOST ? remote.substring(0, MOST) : remote;
  }
}
