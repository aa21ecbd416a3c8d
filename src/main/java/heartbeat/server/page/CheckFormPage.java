package heartbeat.server.page;

import heartbeat.check.CalendarExpression;
import heartbeat.check.Schedule;
import heartbeat.server.alert.Channel;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Writes the form in which a person creates or edits a check. */
final class CheckFormPage {
  private static final int TIMES_SHOWN = 5;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss zzz", Locale.ENGLISH);

  /** The fields under "More rules", which the page hides at first. */
  private static final Set<String> RULES =
      Set.of(
          "finish-grace",
          "min-duration",
          "fail-after",
          "remind",
          "quiet-hours",
          "depends-on",
          "slug");

  private CheckFormPage() {}

  /**
   * Writes the form.
   *
   * @param action the path to which the browser sends it
   * @param problems what is wrong, by the name of the field
   * @param known the channels in the config
   */
  static void write(
      Html html,
      String action,
      CheckForm form,
      Map<String, String> problems,
      List<Channel> known,
      Instant now) {
    if (!problems.isEmpty()) {
      html.raw("<p class=\"problem\" role=\"alert\">");
      html.text("Nothing is saved yet: correct the marked fields.").raw("</p>\n");
    }
    html.raw("<form class=\"edit\" method=\"post\" action=\"").text(action).raw("\">\n");
    FormFields fields = new FormFields(html, problems);
    fields.line("name", "Name", form.name(), "", "required maxlength=\"100\" autofocus");
    fields.line("tags", "Tags", form.tags(), "Several with spaces between them.");
    fields.area("description", "Description", form.description(), "", 3);
    when(html, fields, form, problems, now);
    fields.line(
        "grace", "Grace", form.grace(), "How late a ping may be, such as 90s, 5m, 2h or 1d.");
    channels(html, fields, form, known);
    rules(html, fields, form, problems);
    html.raw("<p><button class=\"main\" name=\"do\" value=\"save\">Save</button></p>\n");
    html.raw("</form>\n");
  }

  /**
   * Writes the fields that most checks don't need. They are hidden until one is set or is wrong.
   */
  private static void rules(
      Html html, FormFields fields, CheckForm form, Map<String, String> problems) {
    boolean open = form.hasRules() || problems.keySet().stream().anyMatch(RULES::contains);
    html.raw(open ? "<details id=\"rules\" open>" : "<details id=\"rules\">");
    html.raw("<summary>More rules</summary><div class=\"fields\">\n");
    fields.line(
        "finish-grace",
        "Finish grace",
        form.finishGrace(),
        "How long a run that has started may take. Empty: as long as the grace.");
    fields.line(
        "min-duration",
        "Shortest run",
        form.minDuration(),
        "A run that ends faster has failed, such as 10s or 1m.");
    fields.line(
        "fail-after",
        "Down after so many failures in a row",
        form.failAfter(),
        "A missed run counts at once.",
        "inputmode=\"numeric\"");
    fields.line(
        "remind",
        "Remind",
        form.remind(),
        "How often to alert again while it is down, such as 1d. Empty: never.");
    fields.line(
        "quiet-hours",
        "Quiet hours",
        form.quietHours(),
        "Alerts wait until they are over, such as 22:00-07:00, in the time zone above.");
    fields.line(
        "depends-on",
        "Depends on",
        form.dependsOn(),
        "Checks that hold back the alerts of this one while they are down: names, with commas"
            + " between them.");
    fields.line(
        "slug",
        "Slug",
        form.slug(),
        "Its name in ping URLs with the ping key. Empty: made from the name.");
    html.raw("</div></details>\n");
  }

  private static void when(
      Html html, FormFields fields, CheckForm form, Map<String, String> problems, Instant now) {
    html.raw("<fieldset><legend>When it pings</legend>\n");
    fields.radio("when", "period", "again and again, after a period", !form.timed());
    fields.line("period", "Period", form.period(), "Such as 1m, 1h or 1d.");
    fields.radio("when", "times", "at certain times", form.timed());
    fields.area(
        "times",
        "Times",
        form.times(),
        "A cron expression such as 30 2 * * *, or what a systemd timer has behind OnCalendar=,"
            + " one a line.",
        2);
    fields.line("zone", "Time zone", form.zone(), "", "list=\"zones\" autocomplete=\"off\"");
    html.raw("<datalist id=\"zones\">");
    for (String zone : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
      boolean known =
          zone.indexOf('/') > 0 && !zone.startsWith("Etc/") && !zone.startsWith("SystemV/");
      html.raw(known || zone.equals("UTC") ? "<option>" + zone + "</option>" : "");
    }
    html.raw("</datalist>\n<div class=\"next\">");
    html.raw("<button name=\"do\" value=\"preview\" formnovalidate>Show the next times</button>\n");
    // Without a script, the person presses the button; a script renews this while the person types.
    html.raw("<div id=\"next\" aria-live=\"polite\">");
    boolean wrong = problems.containsKey("times") || problems.containsKey("period");
    Schedule schedule = form.schedule(new HashMap<>());
    html.raw(wrong || schedule == null ? "" : next(schedule, form.zone(), now));
    html.raw("</div></div></fieldset>\n");
  }

  /** The next five times at which a ping is expected, as an HTML list. */
  static String next(Schedule schedule, String zone, Instant now) {
    ZoneId in = schedule.zone() == null ? ZoneId.of(zone) : schedule.zone();
    Html html = new Html();
    html.element("p", schedule instanceof Schedule.Period ? "After a ping now:" : "Next times:");
    html.raw("<ol>");
    for (Instant time : times(schedule, now)) {
      html.element("li", TIME.format(time.atZone(in)));
    }
    return html.raw("</ol>").toString();
  }

  private static List<Instant> times(Schedule schedule, Instant now) {
    List<Instant> times = new ArrayList<>();
    Instant time = schedule.next(now);
    while (times.size() < TIMES_SHOWN && time.isBefore(CalendarExpression.NEVER)) {
      times.add(time);
      time = schedule.next(time);
    }
    return times;
  }

  private static void channels(Html html, FormFields fields, CheckForm form, List<Channel> known) {
    if (known.isEmpty()) {
      html.raw("<p class=\"soft\">Nobody is alerted: the config names no channel.</p>\n");
      return;
    }
    html.raw("<fieldset><legend>Who is alerted</legend>\n");
    fields.radio("alerts", "usual", "as the config says for its tags and for all", form.usual());
    fields.radio("alerts", "chosen", "these only:", !form.usual());
    html.raw("<div class=\"boxes\">");
    for (Channel channel : known) {
      fields.box("channel", channel.key(), channel.key(), form.channels().contains(channel.key()));
    }
    html.raw("</div></fieldset>\n");
  }
}
