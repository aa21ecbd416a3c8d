package heartbeat.server.http;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Token buckets: a steady rate, and bursts of as many tokens as come in ten seconds. Only the
 * 50,000 keys that were used last are kept.
 */
public final class TokenBuckets<K> {
  private static final int MOST = 50_000;
  private static final double BURST_SECONDS = 10;

  private final Map<K, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  private static final class Bucket {
    double tokens;
    long millis;
  }

  /** Takes a token; returns false when none is left. A rate of 0 or less means no limit. */
  public synchronized boolean take(K key, double perSecond, Instant now) {
    Bucket bucket = filled(key, perSecond, now);
    if (perSecond <= 0) {
      return true;
    }
    if (bucket.tokens < 1) {
      return false;
    }
    bucket.tokens--;
    return true;
  }

  /** Whether there is a token, without taking it. */
  public synchronized boolean has(K key, double perSecond, Instant now) {
    return perSecond <= 0 || filled(key, perSecond, now).tokens >= 1;
  }

  private Bucket filled(K key, double perSecond, Instant now) {
    double full = Math.max(1, perSecond * BURST_SECONDS);
    Bucket bucket = buckets.get(key);
    if (bucket == null) {
      bucket = new Bucket();
      bucket.tokens = full;
      buckets.put(key, bucket);
      if (buckets.size() > MOST) {
        Iterator<K> oldest = buckets.keySet().iterator();
        oldest.next();
        oldest.remove();
      }
    } else {
      double seconds = Math.max(0, now.toEpochMilli() - bucket.millis) / 1000.0;
      bucket.tokens = Math.min(full, bucket.tokens + seconds * perSecond);
    }
    bucket.millis = now.toEpochMilli();
    return bucket;
  }
}
