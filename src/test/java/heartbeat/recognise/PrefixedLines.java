package heartbeat.recognise;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;

/** What tools write in front of (and after) each line. */
record PrefixedLines(String name, IntFunction<String> before, IntFunction<String> after) {
  private static PrefixedLines of(String name, IntFunction<String> before) {
    return new PrefixedLines(name, before, n -> "");
  }

  private static String two(int n) {
    return "%02d".formatted(n % 60);
  }

  static final List<PrefixedLines> ALL =
      List.of(
          of("docker compose", n -> "cron-1  | "),
          of("docker compose of several", n -> "moodle_cron-12     | "),
          of("docker compose with times", n -> "cron-1  | 2026-11-29T18:02:" + two(n) + ".5Z "),
          of("host and process", n -> "web1:4711 "),
          of("host with a dash", n -> "moodle-web:" + (4711 + n) + " "),
          of("site", n -> "[site1] "),
          of("site without a gap", n -> "site1:"),
          of("syslog tag", n -> "moodle[4711]: "),
          of("syslog", n -> "Nov 29 18:24:" + two(n) + " web1 php[4711]: "),
          of(
              "syslog at a month's end",
              n -> (n < 9 ? "Nov 30" : "Dec  1") + " 00:00:00 web1 c[7]: "),
          of("journal with unit", n -> "Sun 2026-11-29 18:24:" + two(n) + " UTC web1 cron[47]: "),
          of("journal, ISO", n -> "2026-11-29T18:24:" + two(n) + "+0100 web1 php[4711]: "),
          of("logger -s", n -> "<13>Nov 29 18:23:" + two(n) + " moodle: "),
          of("kubectl --prefix", n -> "[pod/moodle-cron-29401-x7k2p/moodle] "),
          of("kubectl --prefix --timestamps", n -> "[pod/m-1/m] 2026-11-29T18:02:" + two(n) + "Z "),
          of("CRI", n -> "2026-11-29T18:02:" + two(n) + ".123456789Z stdout F "),
          of("TAI64N", n -> "@4000000065672a%02x0c1d2e3f ".formatted(n % 256)),
          of("stamp and tag", n -> "2026-11-29 18:02:" + two(n) + " moodle> "),
          of(
              "level of the stream",
              n ->
                  "2026-11-29 18:02:" + two(n) + " " + (n % 5 == 3 ? "WARN " : "INFO ") + "cron: "),
          new PrefixedLines(
              "supercronic",
              n ->
                  "time=\"2026-11-29T18:02:"
                      + two(n)
                      + "Z\" level="
                      + (n % 5 == 3 ? "error" : "info")
                      + " msg=\"",
              n -> "\" channel=" + (n % 5 == 3 ? "stderr" : "stdout") + " iteration=" + n),
          of(
              "ofelia",
              n ->
                  "2026-11-29T18:02:"
                      + two(n)
                      + ".1Z  common.go:125 ▶ "
                      + (n % 5 == 3 ? "WARNING" : "NOTICE")
                      + " [Job \"moodle\" (6f5c0a1b2c3d)] StdOut: "),
          of("number", n -> "%6d\t".formatted(n + 1)),
          of("indentation", n -> "    "),
          of("arrow", n -> ">> "),
          of("colours", n -> "\u001b[36mcron-1  | \u001b[0m"),
          new PrefixedLines(
              "docker's JSON",
              n -> "{\"log\":\"",
              n -> "\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-29T18:02:" + two(n) + "Z\"}"),
          new PrefixedLines(
              "JSON lines",
              n -> "{\"time\":\"2026-11-29T18:02:" + two(n) + "Z\",\"level\":\"INFO\",\"msg\":\"",
              n -> "\"}"),
          new PrefixedLines(
              "logfmt",
              n -> "time=\"2026-11-29T18:02:" + two(n) + "Z\" level=info msg=\"",
              n -> "\" channel=stdout iteration=" + n),
          new PrefixedLines(
              "coloured lines", n -> "\u001b[" + (31 + n % 3) + "m", n -> "\u001b[0m"),
          new PrefixedLines(
              "output in the log of cron", n -> "CRON[471]: (www) CMDOUT (", n -> ")"),
          new PrefixedLines("line breaks of HTML", n -> "", n -> "<br />"),
          new PrefixedLines(
              "time and line breaks of HTML", n -> "2026-11-29 18:02:" + two(n) + " ", n -> "<br>"),
          of(
              "short level in colours",
              n -> n % 5 == 3 ? "\u001b[31mERR\u001b[0m " : "\u001b[32mINF\u001b[0m "),
          of("level of syslog", n -> "cron." + (n % 5 == 3 ? "crit" : "info") + ": "),
          new PrefixedLines(
              "Monolog",
              n -> "[2026-11-29T18:02:" + two(n) + "+00:00] cron.INFO: ",
              n -> " [] []"));

  byte[] inFrontOf(byte[] output) {
    String text = new String(output, StandardCharsets.UTF_8);
    boolean ended = text.endsWith("\n");
    String[] lines = (ended ? text.substring(0, text.length() - 1) : text).split("\n", -1);
    StringBuilder all = new StringBuilder();
    for (int n = 0; n < lines.length; n++) {
      String shown = after.apply(n).contains("\"") ? escaped(lines[n]) : lines[n];
      all.append(before.apply(n)).append(shown).append(after.apply(n));
      all.append(ended || n + 1 < lines.length ? "\n" : "");
    }
    return all.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String escaped(String line) {
    return line.replace("\\", "\\\\").replace("\"", "\\\"").replace("\r", "\\r");
  }

  @Override
  public String toString() {
    return name;
  }
}
