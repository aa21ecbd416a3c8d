package heartbeat.recognise;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.LinePattern;
import heartbeat.run.Finding;
import heartbeat.run.Marker;
import heartbeat.run.Observation;
import heartbeat.run.Preset;
import heartbeat.run.Rules;
import heartbeat.run.Runs;
import heartbeat.run.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkersTest {
  private static final List<Marker> NONE = List.of();
  private static final Rules DONE =
      Runs.success(Preset.AUTO, "backup complete", "/^done in \\d+s$/");

  private static String said(Rules rules, String output) {
    return Runs.said(rules, output, Runs.EOF);
  }

  private static String exec(Rules rules, String output, int status) {
    return Runs.said(rules, output, Runs.exited(status));
  }

  @Test
  void anyOfTheSuccessMarkersIsEnough() {
    assertThat(said(DONE, "x\nthe backup complete now\n")).isEqualTo("success -");
    assertThat(said(DONE, "x\ndone in 12s\r\nbye\n")).isEqualTo("success -");
    assertThat(said(DONE, "done in 12s")).isEqualTo("success -");
    assertThat(said(DONE, "it was done in 12s\n")).isEqualTo("failure marker-missing");
    assertThat(said(DONE, "")).isEqualTo("failure no-output");
    assertThat(said(DONE, " \r\n\t\n")).isEqualTo("failure no-output");
  }

  @Test
  void theJobsMarkerStandsInForMoodlesButNotInMoodlesOutput() {
    assertThat(said(DONE, "Cron run completed correctly\n")).isEqualTo("failure marker-missing");
    String killed = Runs.text(Runs.sample("cron-45-killed.log"));
    assertThat(said(DONE, killed + "\nbackup complete\n")).isEqualTo("failure died-in-task");
    String good = Runs.text(Runs.sample("cron-45-success.log"));
    assertThat(said(DONE, good)).isEqualTo("failure marker-missing");
    assertThat(said(DONE, good + "backup complete\n")).isEqualTo("success -");
    assertThat(said(Runs.success(Preset.MOODLE, "backup complete"), good))
        .isEqualTo("failure marker-missing");
  }

  @Test
  void withoutAnyRuleAPipeNeedsEitherMoodleMarker() {
    assertThat(said(Rules.DEFAULT, "hello\n")).isEqualTo("failure marker-missing");
    assertThat(said(Rules.DEFAULT, "x: Cron run completed correctly")).isEqualTo("success -");
    assertThat(said(Rules.DEFAULT, "Cron script completed correctly\n")).isEqualTo("success -");
    assertThat(said(Rules.DEFAULT, "")).isEqualTo("failure no-output");
  }

  @Test
  void withoutAnyRuleACommandIsJudgedByItsStatus() {
    for (String output : List.of("hello\n", "", "\n")) {
      assertThat(exec(Rules.DEFAULT, output, 0)).isEqualTo("success -");
      assertThat(exec(Rules.DEFAULT, output, 3)).isEqualTo("failure exit-status");
    }
  }

  @Test
  void moodlesLogIsMoodlesHoweverFarDownItBegins() {
    String log = Runs.text(Runs.sample("cron-45-killed.log"));
    assertThat(exec(Rules.DEFAULT, "x\n".repeat(200) + log, 0)).isEqualTo("failure died-in-task");
    assertThat(exec(Rules.DEFAULT, "x\n".repeat(50) + log, 0)).isEqualTo("failure died-in-task");
  }

  @Test
  void aNonZeroStatusIsAFailureWhateverTheMarkersSay() {
    assertThat(exec(DONE, "backup complete\n", 3)).isEqualTo("failure exit-status");
    Rules skip = Runs.rules(Preset.AUTO, NONE, NONE, NONE, Runs.markers("busy"));
    assertThat(exec(skip, "busy\n", 1)).isEqualTo("failure exit-status");
  }

  @Test
  void aFailureMarkerBeatsEverythingElse() {
    Rules rules =
        Runs.rules(
            Preset.AUTO,
            Runs.markers("good"),
            Runs.markers("/^ERROR/", "corrupt"),
            NONE,
            Runs.markers("busy"));
    assertThat(said(rules, "good\nbusy\n ERROR\n")).isEqualTo("success -");
    assertThat(said(rules, "good\nbusy\nERROR 7\n")).isEqualTo("failure failure-marker");
    assertThat(Runs.judge(rules, "good\nERROR 7\ncorrupt\n", Runs.EOF).findings())
        .containsExactly(
            new Finding("failure-marker", null, "ERROR 7"),
            new Finding("failure-marker", null, "corrupt"));
    assertThat(exec(rules, "ERROR", 1)).isEqualTo("failure failure-marker");
  }

  @Test
  void aWarningMarkerMakesAWarningOfASuccess() {
    Rules rules = Runs.rules(Preset.AUTO, Runs.markers("good"), NONE, Runs.markers("slow"), NONE);
    assertThat(Runs.judge(rules, "a slow disk\ngood\n", Runs.EOF))
        .isEqualTo(
            new Verdict.Warning(List.of(new Finding("warning-marker", null, "a slow disk"))));
    assertThat(said(rules, "a slow disk\n")).isEqualTo("failure marker-missing");
  }

  @Test
  void aSkipMarkerExplainsAMissingSuccess() {
    Rules rules = Runs.rules(Preset.AUTO, Runs.markers("good"), NONE, NONE, Runs.markers("busy"));
    assertThat(said(rules, "busy\n")).isEqualTo("skipped skip-marker");
    assertThat(said(rules, "busy\ngood\n")).isEqualTo("success -");
    Rules alone = Runs.rules(Preset.AUTO, NONE, NONE, NONE, Runs.markers("busy"));
    assertThat(said(alone, "busy\n")).isEqualTo("skipped skip-marker");
    assertThat(exec(alone, "busy\n", 0)).isEqualTo("skipped skip-marker");
    assertThat(said(alone, "idle\n")).isEqualTo("failure marker-missing");
  }

  @Test
  void aSkipMarkerCanNameMoodlesTranslatedUpgrade() {
    Rules rules =
        Runs.rules(Preset.MOODLE, NONE, NONE, NONE, Runs.markers("Website wird aktualisiert"));
    String upgrade = "!!! Die Website wird aktualisiert !!!\n";
    assertThat(said(rules, upgrade)).isEqualTo("skipped skip-marker");
    assertThat(exec(rules, upgrade, 1)).isEqualTo("skipped skip-marker");
    String died = Runs.text(Runs.sample("cron-45-killed.log"));
    assertThat(said(rules, upgrade + died)).isEqualTo("failure died-in-task");
    String betweenTasks = Runs.text(Runs.sample("cron-41-success.log")).substring(0, 500);
    assertThat(said(rules, betweenTasks + "\nWebsite wird aktualisiert\n")).startsWith("failure");
  }

  @Test
  void withoutASuccessMarkerAFailureMarkerAloneIsNoAllClearInAPipe() {
    Rules rules = Runs.rules(Preset.AUTO, NONE, Runs.markers("ERROR"), NONE, NONE);
    assertThat(said(rules, "half of it")).isEqualTo("failure marker-missing");
    assertThat(exec(rules, "all of it", 0)).isEqualTo("success -");
    Rules status = Runs.rules(Preset.EXIT_STATUS, NONE, Runs.markers("ERROR"), NONE, NONE);
    assertThat(said(status, "all of it")).isEqualTo("success -");
    assertThat(said(status, "ERROR")).isEqualTo("failure failure-marker");
  }

  @Test
  void theStatusPresetTakesAnyOutputThatEnded() {
    Rules rules = Runs.rules(Preset.EXIT_STATUS);
    assertThat(said(rules, "x")).isEqualTo("success -");
    assertThat(said(rules, "")).isEqualTo("failure no-output");
    assertThat(exec(rules, "", 0)).isEqualTo("success -");
    assertThat(exec(rules, "x", 9)).isEqualTo("failure exit-status");
    String killed = Runs.text(Runs.sample("cron-45-killed.log"));
    assertThat(exec(rules, killed, 0)).isEqualTo("success -");
  }

  @Test
  void aMarkerIsFoundAtEverySplit() {
    String marker = "aabaabaaac";
    Rules rules = Runs.success(Preset.AUTO, marker);
    byte[] output =
        ("x aabaabaabaaac\n" + "aabaa\nbaaac\n" + marker).getBytes(StandardCharsets.UTF_8);
    Observation whole = Runs.observe(rules, output);
    assertThat(whole.markers()).isEqualTo(2);
    for (int split = 1; split < output.length; split++) {
      Observer observer = new Observer(rules);
      observer.accept(output, 0, split);
      observer.accept(output, split, output.length - split);
      assertThat(observer.observe()).isEqualTo(whole);
    }
  }

  @Test
  void itFindsWhatALibraryFindsInRandomText() {
    Random random = new Random(7);
    for (int round = 0; round < 3000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(60); i >= 0; i--) {
        text.append("aab\n".charAt(random.nextInt(4)));
      }
      StringBuilder marker = new StringBuilder();
      for (int i = random.nextInt(6); i >= 0; i--) {
        marker.append("ab".charAt(random.nextInt(2)));
      }
      long expected =
          text.toString().lines().filter(line -> line.contains(marker.toString())).count();
      byte[] output = text.toString().getBytes(StandardCharsets.UTF_8);
      Rules rules = Runs.success(Preset.AUTO, marker.toString());
      assertThat(Runs.observeInPieces(rules, output, 9, random).markers())
          .as("%s in %s", marker, text)
          .isEqualTo(expected);
    }
  }

  @Test
  void aMarkerNeverSpansTwoLines() {
    assertThat(said(Runs.success(Preset.AUTO, "a\nb"), "a\nb\n"))
        .isEqualTo("failure marker-missing");
    assertThat(said(Runs.success(Preset.AUTO, "ab"), "a\nb\n")).isEqualTo("failure marker-missing");
  }

  @Test
  void aMarkerIsFoundAtTheEndOfALongLine() {
    String line = "x".repeat(300_000) + "backup complete";
    assertThat(said(DONE, line)).isEqualTo("success -");
    Rules failure = Runs.rules(Preset.AUTO, NONE, Runs.markers("complete"), NONE, NONE);
    assertThat(Runs.judge(failure, line, Runs.EOF).findings().getFirst().message())
        .startsWith("xxx")
        .hasSize(500);
  }

  @Test
  void anExpressionSeesTheBeginningOfALongLine() {
    Rules rules = Runs.success(Preset.AUTO, "/needle/");
    assertThat(said(rules, "x".repeat(60_000) + "needle" + "x".repeat(9_000_000) + "\n"))
        .isEqualTo("success -");
    assertThat(said(rules, "x".repeat(66_000) + "needle\n")).isEqualTo("failure marker-missing");
  }

  @Test
  void anExpressionThatBacktracksElsewhereIsTriedToTheEndOfEveryLine() {
    Rules rules =
        Runs.rules(Preset.EXIT_STATUS, NONE, Runs.markers("/^(a+)+$/", "/(a|b)*c/"), NONE, NONE);
    String line = "a".repeat(60_000);
    assertThat(said(rules, line + "!\nfine\n")).isEqualTo("success -");
    assertThat(said(rules, line + "!\n" + line + "\n")).isEqualTo("failure failure-marker");
    assertThat(said(rules, line + "c\n")).isEqualTo("failure failure-marker");
  }

  @Test
  void anExpressionWhoseBudgetIsSpentIsNotTriedAnyMore() {
    RegexSearch search = new RegexSearch(LinePattern.of(".{0,100}foo"));
    assertThat(search.find("a foo")).isTrue();
    assertThat(search.gaveUp()).isFalse();
    assertThat(search.find("x".repeat(9_000_000))).isFalse();
    assertThat(search.gaveUp()).isTrue();
    assertThat(search.find("a foo")).isFalse();
  }

  @Test
  void textThatIsNotUtf8IsReadAllTheSame() {
    byte[] latin1 = "caf\u00e9 done in 7s\u0000\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(Runs.observe(Runs.success(Preset.AUTO, "/done in \\d+s/"), latin1).markers())
        .isEqualTo(1);
    assertThat(Runs.observe(Runs.success(Preset.AUTO, "caf\u00e9"), "caf\u00e9\n").markers())
        .isEqualTo(1);
  }
}
