package heartbeat.notify;

import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.Request;

/** How far a call has come, so that a time-out can say what it was waiting for. */
class PingProgress extends EventListener {
  private volatile String doing = "getting ready for";

  /** What is being done, to be followed by the server's name. */
  String doing() {
    return doing;
  }

  @Override
  public void callStart(Call call) {
    doing = "getting ready for";
  }

  @Override
  public void dnsStart(Call call, String domainName) {
    doing = "looking up";
  }

  @Override
  public void proxySelectStart(Call call, HttpUrl url) {
    doing = "getting ready for";
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    doing = "connecting to";
  }

  @Override
  public void secureConnectStart(Call call) {
    doing = "in the TLS handshake with";
  }

  @Override
  public void connectionAcquired(Call call, Connection connection) {
    doing = "sending to";
  }

  @Override
  public void requestHeadersEnd(Call call, Request request) {
    if (request.body() == null) {
      doing = "waiting for the answer of";
    }
  }

  @Override
  public void requestBodyEnd(Call call, long byteCount) {
    doing = "waiting for the answer of";
  }
}
