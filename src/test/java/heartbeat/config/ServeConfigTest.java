package heartbeat.config;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.check.Check;
import heartbeat.check.Schedule;
import heartbeat.notify.MailTransport;
import heartbeat.server.Database;
import heartbeat.server.ServeSettings;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Routes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServeConfigTest {
  private static final String HASH =
      "pbkdf2-sha256:600000:c2FsdHNhbHRzYWx0c2FsdA:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE";

  @TempDir Path folder;

  @Test
  void theContractsExampleIsUnderstood() throws IOException {
    ServeConfig read =
        read(
            """
            serve:
              listen: 127.0.0.1:8000
              database: /var/lib/heartbeat/switch.db
              base-url: https://hb.example.org/
              ping-key: ${env:KEY}
              alerts: { mail: { to: [ops@example.org] }, webhook: { url: https://x.org/y, headers: {A: b} } }
              tag-alerts: { db: { webhook: [{url: https://x.org/1}, {url: https://x.org/2, body: "{text}"}] } }
            checks:
              moodle-cron: { uuid: 8116e449-d71c-4112-8f5d-a66f60902091, period: 1m, grace: 5m, finish-grace: 3h, tags: [moodle] }
              backup: { cron: "30 2 * * *", timezone: Europe/Amsterdam, grace: 1h, fail-after: 2, min-duration: 1m, remind: 1d, quiet-hours: "22:00-07:00", alerts: { mail: { to: [dba@example.org] } } }
            """);
    assertThat(read.problems()).isEmpty();
    ServeSettings settings = Objects.requireNonNull(read.settings());
    assertThat(settings.access().pingKey()).isEqualTo("the key");
    assertThat(settings.listen().baseUrl()).isEqualTo("https://hb.example.org");
    Check moodle = settings.checks().get(0);
    assertThat(moodle.runGrace()).isEqualTo(Duration.ofHours(3));
    assertThat(moodle.slug()).isEqualTo("moodle-cron");
    Check backup = settings.checks().get(1);
    assertThat(backup.schedule().toString()).contains("30 2 * * *", "Europe/Amsterdam");
    assertThat(backup.schedule()).isInstanceOf(Schedule.Cron.class);
    assertThat(backup.policy().failAfter()).isEqualTo(2);
    assertThat(settings.alerting().routes().of(backup))
        .extracting(Channel::key)
        .containsExactly("check:backup/mail");
    assertThat(settings.alerting().routes().of(moodle))
        .extracting(Channel::key)
        .containsExactly("default/mail", "default/webhook");
    assertThat(Objects.requireNonNull(settings.alerting().routes().byTag().get("db")))
        .extracting(Channel::key)
        .containsExactly("tag:db/webhook", "tag:db/webhook-2");
  }

  @Test
  void aFileOfChecksAloneIsNamedWhereNobodyIsAlerted() throws IOException {
    ServeConfig read =
        read("checks: { a: { uuid: 8116e449-d71c-4112-8f5d-a66f60902091, period: 1m } }\n");
    assertThat(read.problems())
        .extracting(Problem::toString)
        .containsExactly(
            folder.resolve("heartbeat.yml") + ": warning: serve: nobody is alerted: set 'alerts'");
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnceWithTheNearestKey() throws IOException {
    ServeConfig read =
        read(
            """
            serve:
              listen: 0.0.0.0:8000
              databse: /x
              users: { ann: secret }
              alerts: { webhook: { url: ftp://token@x }, mail: { to: "x@ y" } }
              body-limit: much
            checks:
              a: { uuid: 1-1-1-1-1, period: soon, quiet-hours: 25:00-26:00 }
              b: { cron: "* * *", timezone: Mars, perod: 1m }
              c: { slug: a, keywords: { otherwise: perhaps } }
            """);
    assertThat(read.settings()).isNull();
    assertThat(String.join("\n", read.problems().stream().map(Problem::toString).toList()))
        .contains("serve.databse: unknown key; did you mean 'database'?")
        .contains("serve.users: is not a hash")
        .contains("needs a URL that begins with https://")
        .contains("'x@ y'")
        .contains("'much' is not a size")
        .contains("checks.a.uuid: '1-1-1-1-1' is not a UUID")
        .contains("'soon' is not a duration")
        .contains("'25:00-26:00' is not a time of day")
        .contains("has 5 fields")
        .contains("'Mars' is not a time zone")
        .contains("checks.b.perod: unknown key; did you mean 'period'?")
        .contains("another check has the slug 'a' too")
        .contains("'perhaps' is none of ignore, fail")
        .doesNotContain("token");
  }

  @Test
  void whatACheckDependsOnMustExistAndGoInNoCircle() throws IOException {
    ServeConfig wrong =
        read(
            """
            checks:
              router: { uuid: 8116e449-d71c-4112-8f5d-a66f60902091, depends-on: web }
              lan: { uuid: 8116e449-d71c-4112-8f5d-a66f60902092, depends-on: [ruoter] }
              web: { uuid: 8116e449-d71c-4112-8f5d-a66f60902093, depends-on: [lan, router] }
              self: { uuid: 8116e449-d71c-4112-8f5d-a66f60902094, depends-on: self }
            """);
    assertThat(wrong.settings()).isNull();
    assertThat(wrong.problems().stream().map(Problem::toString).toList())
        .anyMatch(
            line ->
                line.contains(":3:")
                    && line.contains("checks.lan.depends-on: there is no check 'ruoter'")
                    && line.contains("did you mean 'router'?"))
        .anyMatch(line -> line.contains(":2:") && line.contains("circle: router -> web -> router"))
        .anyMatch(line -> line.contains(":5:") && line.contains("circle: self -> self"));
    ServeConfig right =
        read(
            """
            checks:
              router: { uuid: 8116e449-d71c-4112-8f5d-a66f60902091 }
              lan: { uuid: 8116e449-d71c-4112-8f5d-a66f60902092, depends-on: router }
              web: { uuid: 8116e449-d71c-4112-8f5d-a66f60902093, depends-on: [lan] }
            """);
    assertThat(Objects.requireNonNull(right.settings()).alerting().routes().dependsOn())
        .isEqualTo(Map.of("lan", List.of("router"), "web", List.of("lan")));
  }

  @Test
  void aCheckMayHaveItsTimesAsASystemdTimerHasThem() throws IOException {
    var read =
        read(
            """
            serve: { ping-key: k, alerts: { mail: { to: [a@example.org] } } }
            checks:
              one: { oncalendar: "Mon..Fri 02:30", timezone: EST }
              two: { oncalendar: ["Mon 02:30", "Sun 04:00"] }
              three:
                oncalendar: |
                  Mon 02:30
                  Sun 04:00
            """);
    assertThat(read.problems()).isEmpty();
    assertThat(Objects.requireNonNull(read.settings()).checks())
        .extracting(check -> ((Schedule.Calendar) check.schedule()).text())
        .containsExactly("Mon..Fri 02:30", "Mon 02:30\nSun 04:00", "Mon 02:30\nSun 04:00");
    var wrong =
        read(
            """
            serve: { listen: 127.0.0.1:8000, ping-key: k }
            checks:
              a: { oncalendar: "Fri..Mon 02:30" }
              b: { oncalendar: daily, cron: "0 0 * * *" }
            """);
    assertThat(String.join("\n", wrong.problems().stream().map(Problem::toString).toList()))
        .contains("checks.a.oncalendar: 'Fri..Mon 02:30' is not an OnCalendar expression")
        .contains("checks.b.oncalendar: there is a cron too; keep one of them");
  }

  @Test
  void maintenanceSaysWhenWhatAndForHowLong() throws IOException {
    var read =
        read(
            """
            serve:
              ping-key: k
              alerts: { mail: { to: [a@example.org] } }
              maintenance:
              - { tags: [moodle], cron: "0 22 * * 0", for: 2h, why: updates }
              - { checks: [one], oncalendar: "Sat 04:00", timezone: Europe/Riga, for: 30m }
            checks:
              one: { period: 1h }
            """);
    assertThat(read.problems()).isEmpty();
    var planned = Objects.requireNonNull(read.settings()).alerting().maintenance();
    assertThat(planned).extracting(one -> one.why()).containsExactly("updates", "");
    assertThat(planned.getFirst().scope().tags()).containsExactly("moodle");
    var wrong =
        read(
            """
            serve:
              listen: 127.0.0.1:8000
              maintenance:
              - { tags: [moodle], cron: "0 25 * * 0", for: 2h, because: updates }
              - { checks: [noone] }
            """);
    assertThat(String.join("\n", wrong.problems().stream().map(Problem::toString).toList()))
        .contains("maintenance.cron: ", "25")
        .contains("unknown key")
        .contains("needs 'cron' or 'oncalendar': when it begins")
        .contains("needs 'for': how long it takes, such as 2h")
        .contains("'noone' names no check of this file");
  }

  @Test
  void aReaderIsNoUserToo() throws IOException {
    String both = "users: { ann: \"" + HASH + "\" }, readers: { ann: \"" + HASH + "\" }";
    assertThat(read("serve: { " + both + " }\n").problems())
        .anyMatch(problem -> problem.message().contains("'ann' is one of 'users' too"));
  }

  /** Each key of the table, with something that only a key which nobody reads would not mind. */
  @Test
  void everyKeyOfTheTableIsRead() throws IOException {
    for (Key key : SwitchKeys.ofServe()) {
      assertIsRead("serve", "serve: { " + nested(key) + " }\n", key);
    }
    for (Key key : SwitchKeys.ofCheck()) {
      assertIsRead("checks.x", "checks: { x: { " + nested(key) + " } }\n", key);
    }
    for (Key key : ChannelKeys.ofChannel()) {
      assertIsRead("channels.x", "channels: { x: { " + nested(key) + " } }\n", key);
    }
  }

  @Test
  void eachChannelIsOneLine() throws IOException {
    ServeConfig read =
        read(
            """
            channels:
              a: { slack: https://hooks.slack.com/services/x }
              b: { teams: { url: "https://x.example.org/w?sig=y" } }
              c: { discord: https://discord.com/api/webhooks/1/x, on: [down, up] }
              d: { telegram: { token: "1:a", chat: "-100" } }
              e: { ntfy: https://ntfy.sh/mytopic }
              f: { matrix: { url: https://m.example.org/, token: t, room: "!r:example.org" } }
              g: { mattermost: https://chat.example.org/hooks/x }
              h: { google-chat: https://chat.googleapis.com/v1/spaces/x }
              i: { zulip: { url: https://z.example.org, email: b@z.example.org, key: k, stream: ops } }
              j: { gotify: { url: https://g.example.org, token: A } }
              k: { pushover: { token: t, user: u } }
              l: { pagerduty: key, after: 30m }
              m: { opsgenie: key, quiet-hours: "22:00-07:00" }
              n: { webhook: { url: https://x.org, body: '{"a": "{text}"}' } }
              o: { mail: [ops@example.org, dba@example.org] }
              p: { command: [/bin/tell, "{check}"], timeout: 5s }
            serve: { alerts: [a, b], tag-alerts: { db: [o] } }
            checks: { x: { uuid: 8116e449-d71c-4112-8f5d-a66f60902091, alerts: [l, c] } }
            """);
    assertThat(read.problems()).isEmpty();
    Routes routes = Objects.requireNonNull(read.settings()).alerting().routes();
    assertThat(routes.all()).hasSize(16).allMatch(Channel.Named.class::isInstance);
    assertThat(routes.defaults()).extracting(Channel::key).containsExactly("a", "b");
    assertThat(routes.byCheck().get("x")).extracting(Channel::key).containsExactly("l", "c");
  }

  @Test
  void whatIsWrongWithAChannelIsSaidWithoutItsSecrets() throws IOException {
    ServeConfig read =
        read(
            """
            channels:
              a: { slak: https://x }
              b: { slack: hooks.example.org/token-1 }
              c: { telegram: { token: token-2 } }
              d: { slack: https://x.org, teams: https://x.org }
              e: { webhook: { url: https://x.org, body: '{"a": {text}, "b": "{txt}"}' } }
              f: { command: "tell | sh" }
              g: { slack: https://x.org, on: [dwn], after: soon }
              h: { matrix: { url: https://x.org, token: token-3, room: "#r:x.org" } }
            serve: { alerts: [opps, a] }
            """);
    assertThat(String.join("\n", read.problems().stream().map(Problem::toString).toList()))
        .contains("channels.a.slak: unknown key; did you mean 'slack'?")
        .contains("channels.b.slack: needs a URL")
        .contains("needs 'chat'")
        .contains("is slack and teams at once")
        .contains("is not valid JSON once its placeholders are filled in")
        .contains("'{txt}' is no placeholder")
        .contains("is no shell line")
        .contains("'dwn' is none of", "'soon' is not a duration")
        .contains("which begins with '!'")
        .contains("serve.alerts: there is no channel 'opps' under 'channels'")
        .doesNotContain("token-");
  }

  private void assertIsRead(String where, String yaml, Key key) throws IOException {
    assertThat(read(yaml).problems())
        .as(yaml)
        .anyMatch(problem -> problem.isError() && problem.key().startsWith(where));
    assertThat(read(yaml).problems())
        .as(yaml)
        .noneMatch(problem -> problem.message().contains("unknown key") && !isMap(key));
  }

  private static boolean isMap(Key key) {
    return key.type().kind() == ValueType.Kind.MAP;
  }

  private static String nested(Key key) {
    String yaml = isMap(key) ? "[no map]" : "{ a: { b: c } }";
    String[] parts = key.path().split("\\.", -1);
    for (int i = parts.length - 1; i >= 0; i--) {
      yaml = parts[i] + ": " + (i == parts.length - 1 ? yaml : "{ " + yaml + " }");
    }
    return yaml;
  }

  @Test
  void whatOthersCanReachNeedsUsers() throws IOException {
    assertThat(read("serve: { listen: \"0.0.0.0:8000\" }\n").problems())
        .anyMatch(problem -> problem.message().contains("can be reached from other machines"));
    ServeConfig guarded =
        read("serve: { listen: \"[::]:8443\", users: { ann: \"" + HASH + "\" } }\n");
    assertThat(guarded.problems()).isEmpty();
    assertThat(Objects.requireNonNull(guarded.settings()).asksWho()).isTrue();
  }

  @Test
  void aNameThatMerelyLooksLikeLoopbackCanBeReachedFromElsewhere() throws IOException {
    for (String host : new String[] {"127.example.org", "127.0.0.1.example.org", "127.", "127.1"}) {
      assertThat(read("serve: { listen: \"" + host + ":8000\" }\n").problems())
          .as(host)
          .anyMatch(problem -> problem.message().contains("can be reached from other machines"));
    }
    for (String host : new String[] {"127.0.0.1", "127.8.9.10", "localhost", "[::1]"}) {
      assertThat(read("serve: { listen: \"" + host + ":8000\" }\n").problems()).as(host).isEmpty();
    }
  }

  @Test
  void aUuidOfZerosIsNone() throws IOException {
    String zeros = "00000000-0000-0000-0000-000000000000";
    assertThat(read("checks: { a: { uuid: " + zeros + " } }\n").problems())
        .anyMatch(
            problem ->
                problem.isError() && problem.message().matches(".*own, for example [0-9a-f-]{36}"));
  }

  @Test
  void withoutAnyConfigItListensOnLoopback() throws IOException {
    ServeSettings settings = Objects.requireNonNull(read("{}\n").settings());
    assertThat(settings.listen().host()).isEqualTo("127.0.0.1");
    assertThat(settings.listen().port()).isEqualTo(8000);
    assertThat(settings.asksWho()).isFalse();
  }

  @Test
  void aDatabaseMayBeOnPostgresAndItsPasswordIsShownNowhere() throws IOException {
    String secret = "s3cr%40t/pa:ss";
    ServeConfig read =
        read(
            "serve: { database: \"postgresql://hb:"
                + secret
                + "@db1,db2:5433/switch?sslmode=require\" }\n");
    assertThat(read.problems()).isEmpty();
    Database.Postgres database =
        (Database.Postgres) Objects.requireNonNull(read.settings()).storage().database();
    assertThat(database.password()).isEqualTo("s3cr@t/pa:ss");
    assertThat(database.hosts()).containsExactly("db1:5432", "db2:5433");
    assertThat(database.options()).containsEntry("sslmode", "require");
    assertThat(database).hasToString("postgresql://hb@db1:5432,db2:5433/switch");
    assertThat(read.settings().toString()).doesNotContain("s3cr");
  }

  @Test
  void thePasswordMayStandInItsOwnKey() throws IOException {
    ServeConfig read =
        read("serve:\n  database: postgresql://hb@db/switch\n  database-password: ${env:KEY}\n");
    Database.Postgres database =
        (Database.Postgres) Objects.requireNonNull(read.settings()).storage().database();
    assertThat(database.password()).isEqualTo("the key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgresql://hb:s3cret@db                      | is not a database
          postgresql://hb:s3cret@db/                     | is not a database
          postgresql://db/switch                         | names no user
          postgresql://hb:s3cret@db:x/switch             | has a host that is none
          postgresql://hb:s3cret@/switch                 | has a host that is none
          postgresql://hb:s3cret@db/switch?sslmod=on     | did you mean 'sslmode'
          jdbc:postgresql://hb:s3cret@db/switch          | needs no 'jdbc:' in front
          mysql://hb:s3cret@db/switch                    | is not a database
          """)
  void aWrongDatabaseIsToldWithItsPlaceAndWithoutItsPassword(String url, String message)
      throws IOException {
    Problem problem = read("serve:\n  database: " + url + "\n").problems().getFirst();
    assertThat(problem.line()).isEqualTo(2);
    assertThat(problem.column()).isEqualTo(13);
    assertThat(problem.message()).contains(message).doesNotContain("s3cret");
  }

  private ServeConfig read(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("heartbeat.yml"), yaml);
    Sources sources = new Sources(Map.of("KEY", "the key"), folder, folder);
    Config config =
        ConfigLoader.load(sources, Flags.parse(new String[] {"--config", file.toString()}));
    assertThat(config.problems()).isEmpty();
    ServeConfig.OptionsAndDefaults outside =
        new ServeConfig.OptionsAndDefaults(
            null,
            null,
            folder.resolve("switch.db"),
            new MailTransport.Sendmail(Path.of("/usr/sbin/sendmail")),
            "heartbeat@host");
    return ServeConfig.read(config, sources.env(), outside);
  }
}
