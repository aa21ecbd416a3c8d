package heartbeat.server;

import heartbeat.channel.Told;

/**
 * How a ping came.
 *
 * @param scheme {@code http} or {@code https}
 * @param remote the address it came from
 * @param agent its User-Agent
 * @param told its {@link #TOLD}; empty: it has none
 */
public record PingOrigin(String scheme, String method, String remote, String agent, String told) {
  /** The header in which a client says whom it has told. */
  public static final String TOLD = Told.HEADER;

  /** What this switch answers in that header, so that the client knows that it is read. */
  public static final String TOLD_READ = Told.READ;

  private static final int MOST = 200;

  /** Of a client that says nothing of whom it told. */
  public PingOrigin(String scheme, String method, String remote, String agent) {
    this(scheme, method, remote, agent, "");
  }

  public PingOrigin {
    agent = agent.length() > MOST ? agent.substring(0, MOST) : agent;
    remote = remote.length() > MOST ? remote.substring(0, MOST) : remote;
  }
}
