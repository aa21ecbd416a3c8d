package heartbeat.model;

import java.util.regex.Pattern;

/** Secrets that are known by their looks: keys and tokens of well-known makers, and secret URLs. */
final class KnownSecrets {
  private static final String UUID = "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}";

  private static final Pattern KEYS =
      Pattern.compile(
          "\\b(?:(?:AKIA|ASIA)[A-Z0-9]{16}\\b|gh[opsru]_[A-Za-z0-9]{30,}|github_pat_\\w{30,}"
              + "|glpat-[\\w-]{20,}|npm_[A-Za-z0-9]{30,}|hf_[A-Za-z0-9]{30,}|dop_v1_[a-f0-9]{40,}"
              + "|[sr]k_live_\\w{16,}|sk-[\\w-]{32,}|AIza[\\w-]{35}|SG\\.[\\w-]{16,}\\.[\\w-]{16,}"
              + "|hvs\\.[\\w-]{20,}|AGE-SECRET-KEY-1[A-Z0-9]{20,}|ya29\\.[\\w-]{20,}"
              + "|xox[abprs]-[A-Za-z0-9-]{10,}|xapp-[A-Za-z0-9-]{10,}"
              + "|eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}\\.[\\w-]*"
              + "|(?<=[Bb]earer )[A-Za-z0-9._~+/-]{12,}=*)");

  /** What begins a key, so that most lines need no more than to be searched for these. */
  private static final String[] KEY_SIGNS = {
    "AKIA",
    "ASIA",
    "gh",
    "glpat-",
    "npm_",
    "hf_",
    "dop_v1_",
    "k_live_",
    "sk-",
    "AIza",
    "SG.",
    "hvs.",
    "AGE-SECRET",
    "ya29.",
    "xox",
    "xapp-",
    "eyJ",
    "earer "
  };

  /** URLs that are secrets: who has one can post there, or ping. What comes before stays. */
  private static final Pattern URLS =
      Pattern.compile(
          "(hooks\\.slack\\.com/services/|/api/webhooks/|/webhookb2/|/webhook/|/hooks/)"
              + "[\\w@][\\w@/-]{9,}"
              + "|(hc-ping\\.com/|hchk\\.io/|nosnch\\.in/|ntfy\\.sh/|heartbeat\\.uptimerobot\\.com/)"
              + "[\\w-]+"
              // healthchecks of any host, this program's switch, Uptime Kuma, Better Stack
              + "|(/ping/)(?:"
              + UUID
              + "|[\\w-]{20,})|(/api/push/|/api/v1/heartbeat/|/integration/)[\\w-]{6,}"
              // Cronitor: /p/KEY/MONITOR, and its older form
              + "|(cronitor\\.(?:link|io)/p/)[\\w-]+|(cronitor\\.link/)[\\w-]{4,}"
              + "|(/p/)[A-Za-z0-9]{16,}");

  private static final String[] URL_SIGNS = {
    "hooks",
    "/ping/",
    "/p/",
    "/api/",
    "hc-ping",
    "hchk.io",
    "nosnch.in",
    "ntfy.sh",
    "uptimerobot",
    "cronitor",
    "/integration/",
    "/webhook"
  };

  private KnownSecrets() {}

  /** The line without them. */
  static String redact(String line) {
    String withoutKeys =
        holdsAny(line, KEY_SIGNS) ? KEYS.matcher(line).replaceAll(Redactor.STARS) : line;
    return line.indexOf('/') >= 0 && holdsAny(line, URL_SIGNS)
        ? URLS.matcher(withoutKeys).replaceAll("$1$2$3$4$5$6$7***")
        : withoutKeys;
  }

  private static boolean holdsAny(String line, String[] signs) {
    for (String sign : signs) {
      if (line.contains(sign)) {
        return true;
      }
    }
    return false;
  }
}
