package heartbeat.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random lives of checks, told by the evaluator and by a slow second implementation. */
class EvaluatorModelTest {
  private static final UUID[] RIDS = {new UUID(0, 1), new UUID(0, 2), new UUID(0, 3)};

  @Test
  void randomLivesAreToldAlike() {
    for (int seed = 0; seed < 800; seed++) {
      new Life(seed).live();
    }
  }

  private static final class Life {
    private final int seed;
    private final Random random;
    private final SlowSwitch slow;
    private final Check check;
    private final List<String> story = new ArrayList<>();
    private final StringBuilder script = new StringBuilder();
    private CheckState state = CheckState.NEW;
    private int now = 60 * 60;

    Life(int seed) {
      this.seed = seed;
      random = new Random(seed);
      boolean cron = random.nextBoolean();
      int minutes = cron ? new int[] {1, 2, 5, 10}[random.nextInt(4)] : 0;
      int period = cron ? -60 * minutes : 60 + random.nextInt(600);
      int grace = 60 + random.nextInt(200);
      int finishGrace = random.nextBoolean() ? 60 + random.nextInt(600) : 0;
      int failAfter = 1 + random.nextInt(3);
      int minDuration = random.nextBoolean() ? random.nextInt(100) : 0;
      int remind = random.nextBoolean() ? 60 + random.nextInt(500) : 0;
      boolean manual = random.nextBoolean();
      slow = new SlowSwitch(period, grace, finishGrace, failAfter, minDuration, remind, manual);
      Policy policy =
          new Policy(
              seconds(finishGrace), failAfter, seconds(minDuration), seconds(remind), null, manual);
      Schedule schedule =
          cron
              ? new Schedule.Cron(
                  CronExpression.parse("*/" + minutes + " * * * *"), ZoneId.of("UTC"))
              : new Schedule.Period(Duration.ofSeconds(period));
      check =
          new Check(
              RIDS[0],
              "job",
              "job",
              List.of(),
              "",
              schedule,
              Duration.ofSeconds(grace),
              policy,
              PingFilter.EVERYTHING);
      script.append(slow.period + " " + grace + " " + policy);
    }

    void live() {
      for (int i = 0; i < 40; i++) {
        if (random.nextInt(12) == 0) {
          hole();
        } else {
          silence(1 + random.nextInt(random.nextBoolean() ? 100 : 900));
          event();
        }
        assertThat(story).as("seed %s: %s", seed, script).isEqualTo(slow.story);
        assertThat(state.status().name()).as("seed %s: %s", seed, script).isEqualTo(slow.status);
      }
    }

    /** The watchdog looks when it must, and now and then when it need not. */
    private void silence(int length) {
      int until = now + length;
      script.append("\n silence until ").append(until);
      for (int t = now + 1; t <= until; t++) {
        slow.second(t);
      }
      while (true) {
        Instant wake = Evaluator.wake(check, state);
        if (wake == null || wake.isAfter(time(until))) {
          break;
        }
        apply(new Event.Tick(), wake);
        assertThat(Evaluator.wake(check, state)).as("a look is never in vain").isNotEqualTo(wake);
      }
      now = until;
      if (random.nextBoolean()) {
        apply(new Event.Tick(), time(now));
      }
    }

    private void event() {
      UUID rid = random.nextInt(4) == 0 ? null : RIDS[random.nextInt(3)];
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> ping(Signal.SUCCESS, rid);
        case 3, 4 -> ping(Signal.START, rid);
        case 5 -> ping(Signal.ALIVE, rid);
        case 6 -> ping(Signal.FAILURE, rid);
        case 7 -> ping(random.nextBoolean() ? Signal.LOG : Signal.IGNORED, rid);
        case 8 -> {
          if (random.nextInt(3) == 0) {
            script.append("\n pause");
            slow.pause(now);
            apply(new Event.Pause(), time(now));
          }
        }
        default -> {
          script.append("\n resume");
          slow.resume(now);
          apply(new Event.Resume(), time(now));
        }
      }
    }

    private void ping(Signal signal, @Nullable UUID rid) {
      script.append("\n ").append(signal).append(' ').append(rid);
      slow.ping(signal, rid, now);
      apply(new Event.Ping(signal, rid), time(now));
    }

    /** A restart, a suspended machine, or a clock that is set back. */
    private void hole() {
      if (state.remindAt() != null) {
        return; // what a hole does to reminders is another test's matter
      }
      int length = 1 + random.nextInt(random.nextBoolean() ? 59 : 1500);
      if (random.nextInt(3) == 0) {
        script.append("\n back ").append(length);
        now = Math.max(0, now - length);
        slow.back(now);
        slow.second(now);
        apply(new Event.Tick(), time(now));
      } else {
        script.append("\n outage ").append(length);
        slow.outage(now, now + length);
        apply(new Event.Outage(time(now), time(now + length)), time(now + length));
        now += length;
        slow.second(now);
        apply(new Event.Tick(), time(now));
      }
    }

    private void apply(Event event, Instant at) {
      Transition transition = Evaluator.apply(check, state, event, at);
      state = transition.state();
      for (Flip flip : transition.flips()) {
        String when = flip.at().getEpochSecond() + " ";
        story.add(when + flip.from() + ">" + flip.to());
        for (Alert alert : transition.alerts()) {
          if (alert.at().equals(flip.at())
              && alert.kind() != Alert.Kind.REMINDER
              && (alert.kind() == Alert.Kind.DOWN) == (flip.to() == Status.DOWN)) {
            story.add(when + "alert " + alert.kind().id());
          }
        }
      }
      for (Alert alert : transition.alerts()) {
        if (alert.kind() == Alert.Kind.REMINDER) {
          story.add(alert.at().getEpochSecond() + " remind");
        }
      }
    }
  }

  private static @Nullable Duration seconds(int seconds) {
    return seconds == 0 ? null : Duration.ofSeconds(seconds);
  }

  private static Instant time(int seconds) {
    return Instant.ofEpochSecond(seconds);
  }
}
