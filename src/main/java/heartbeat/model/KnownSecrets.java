package heartbeat.model;

import java.util.regex.Pattern;

/** Secrets that are known by their looks: keys and tokens of well-known makers, and secret URLs. */
final class KnownSecrets {
  private static final Pattern LOOKS =
      Pattern.compile(
          "\\b(?:(?:AKIA|ASIA)[A-Z0-9]{16}\\b|gh[opsru]_[A-Za-z0-9]{30,}|github_pat_\\w{30,}"
              + "|xox[abprs]-[A-Za-z0-9-]{10,}|eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}\\.[\\w-]*"
              + "|(?<=[Bb]earer )[A-Za-z0-9._~+/-]{12,}=*"
              // URLs that are secrets: who has one can post there, or ping.
              + "|(?<=hooks\\.slack\\.com/services/|discord\\.com/api/webhooks/)[\\w/-]+"
              + "|(?<=hc-ping\\.com/)[\\w-]+)");

  private KnownSecrets() {}

  /** The line without them. */
  static String redact(String line) {
    boolean possible =
        line.contains("AKIA")
            || line.contains("ASIA")
            || line.contains("gh")
            || line.contains("xox")
            || line.contains("eyJ")
            || line.contains("earer ")
            || line.contains("hooks")
            || line.contains("hc-ping");
    return possible ? LOOKS.matcher(line).replaceAll(Redactor.STARS) : line;
  }
}
