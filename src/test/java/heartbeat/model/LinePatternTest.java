package heartbeat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Regular expressions of users: none may hold up a job or a mail. */
class LinePatternTest {
  @ParameterizedTest
  @ValueSource(strings = {"(a+)+$", "(a|aa)+$", "(a|b)*c", "(.*)*x", "(\\w+\\s?)*:"})
  void whatBacktracksElsewhereTakesTimeInProportionHere(String regex) {
    LinePattern pattern = LinePattern.of(regex);
    String line = "a".repeat(20_000) + "!";
    for (int i = 0; i < 5; i++) {
      assertThat(pattern.find(line)).isFalse();
    }
    assertThat(new Redactor(List.of(pattern)).redact("y\n" + line + "\n")).startsWith("y\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "a(?=b)~look-ahead",
        "(?!x)a~look-ahead",
        "(?<=a)b~look-behind",
        "(?<!a)b~look-behind",
        "(a)\\1~back-reference",
        "(?>a)b~atomic",
        "a*+b~nested repetition",
        "\\p{Alpha}~[[:alpha:]]",
        "[a-z&&[^b]]~class in a character class",
        "[a[bc]]~class in a character class",
        "\\h~invalid escape",
        "a(b~unclosed group (character 4)",
        "x{200,300}y{100}~repeats too much",
        "((a{0,100}){0,100}){0,10}~repeats too much",
        ".{0,800}foo~repeats too much"
      })
  void whatCanNotBeHadInLinearTimeIsRefusedWithTheReason(String regex, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinePattern.of(regex))
        .withMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "^done in \\d+s$~done in 12s",
        "(?i)error|fatal~a Fatal one",
        "[[:digit:]]{4}~in 2026",
        "[]x]y~a]y",
        "[^]]y~ay",
        "[\\[a]b~[b",
        "\\bstaff-\\d{3,8}\\b~by staff-4711",
        "Schüler-\\d+~Schüler-3",
        "\\Qa.b\\E~a.b",
        "\\p{Lu}\\w+~ann Bob",
        "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}~8116e449-d71c-4112-8f5d-a66f60902091",
        "[A-Za-z0-9]{64}~aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void whatPeopleUseIsFound(String regex, String line) {
    assertThat(LinePattern.of(regex).find(line)).isTrue();
  }

  @Test
  void aLongAlternationIsNoRepetition() {
    String words = "critical error number seventeen|".repeat(60) + "x";
    assertThat(LinePattern.of(words).cost()).isZero();
  }

  @Test
  void aCostlyPatternIsTriedAsLongAsItsBudgetForARunLasts() {
    LinePattern costly = LinePattern.of(".{0,100}foo");
    LinePattern plain = LinePattern.of("(a+)+$");
    LinePattern.Budget budget = new LinePattern.Budget();
    String line = "x".repeat(64 << 10);
    int allowed = 0;
    while (budget.allows(costly, line) && allowed < 10_000) {
      allowed++;
    }
    assertThat(allowed).isBetween(50, 1000);
    assertThat(budget.allows(plain, line)).isTrue();
    assertThat(budget.allows(costly, "")).isFalse();
  }

  @Test
  void aLineThatNoBudgetIsLeftForIsLeftOut() {
    Redactor.Lines lines = new Redactor(List.of(LinePattern.of(".{0,100}foo"))).lines();
    assertThat(lines.redact("a foo b")).isEqualTo("*** b");
    for (String line : List.of("s".repeat(9_000_000), "a foo b")) {
      assertThat(lines.redact(line)).startsWith("***").contains("left out");
    }
  }
}
