package heartbeat.server;

import heartbeat.channel.ToldRecipients;

/**
 * Where a ping came from, and how.
 *
 * @param scheme {@code http} or {@code https}
 * @param remote the client's address
 * @param agent the client's User-Agent
 * @param told the {@link #TOLD} header; empty when the client sent none
 */
public record PingOrigin(String scheme, String method, String remote, String agent, String told) {
  /** The header in which a client lists whom it has notified already. */
  public static final String TOLD = ToldRecipients.HEADER;

  /**
   * This switch answers this value in that header: so the client knows that the switch reads it.
   */
  public static final String TOLD_READ = ToldRecipients.READ;

  private static final int MOST = 200;

  /** A ping without the {@link #TOLD} header. */
  public PingOrigin(String scheme, String method, String remote, String agent) {
    this(scheme, method, remote, agent, "");
  }

  public PingOrigin {
    agent = agent.length() > MOST ? agent.substring(0, MOST) : agent;
    remote = remote.length() > MOST ? remote.substring(0, MOST) : remote;
  }
}
