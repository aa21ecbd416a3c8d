package heartbeat.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  private final Redactor redactor = new Redactor(List.of());

  /** What stands between ‹ and › must go, and nothing else. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "password=‹hunter2›",
        "password = ‹hunter2›, next",
        "Password: ‹hunter2›.",
        "DB_PASSWORD='‹hunter 2›' more",
        "\"db-password\": \"‹a\\\"b c›\", \"user\": \"ann\"",
        "{\\\"token\\\": \\\"‹abc def›\\\", \\\"n\\\": 1}",
        "[passwd] => ‹hunter2›",
        "$CFG->dbpass    = '‹s3cr3t›';",
        "$CFG->passwordsaltmain = '‹salt›';",
        "mysql:host=db;Pwd=‹x;y›",
        "--password=‹x› --user=ann",
        "--api-key ‹k3y› --verbose",
        "client_secret=‹abc›&x=1",
        "password2=‹hunter2›",
        "secret=\"‹an open quote reaches to the end›",
        "https://h/rest.php?wstoken=‹0123abc›&wsfunction=core_x",
        "https://h/x.php?id=3&sesskey=‹Qw12›",
        "https://h/x?key=‹abc›&sig=‹def›&id=3",
        "GET /x?pass=‹abc› HTTP/1.1",
        "fetch https://‹ann:pa@ss›@h.example/x and ftp://‹bob:x›@f/",
        "clone https://‹ghp_token›@github.com/x.git",
        "Authorization: Bearer ‹abc.def.ghi›",
        "authorization: Basic ‹dXNlcjpwYXNz›",
        "Authorization: ‹rawtoken›",
        "curl -H 'Authorization: Bearer ‹abc›' https://h/x",
        "curl -H \"X-Api-Key: ‹abc›\" https://h/x",
        "Cookie: ‹MoodleSession=abc; other=def›",
        "MoodleSessionprod=‹abcdef›",
        "sent Bearer ‹abcdefghijklmnop› to it",
        "key ‹AKIAIOSFODNN7EXAMPLE› used",
        "aws_secret_access_key = ‹wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY›",
        "token ‹ghp_abcdefghijklmnopqrstuvwxyz0123456789› x",
        "jwt ‹eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl›",
        "slack ‹xoxb-123456789012-abcdef›",
        "POST https://hooks.slack.com/services/‹T00000000/B00000000/XXXXXXXX› 200",
        "https://discord.com/api/webhooks/‹1234567890/abc_DEF-1›: no",
        "pinged https://hc-ping.com/‹8116e449-d71c-4112-8f5d-a66f60902091›/fail now",
        "pinged https://hc-ping.com/‹x1yZkEy9›/nightly-backup now",
        "curl https://api.telegram.org/bot‹123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1›/sendMessage",
        "token is ‹110201543:ABC-DEF1234ghIkl-zyx57W2v1u123ew11›.",
        "curl https://cronitor.link/p/‹a1b2c3d4e5f6›/backup?state=run",
        "curl https://cronitor.link/‹d3x0c1›/run",
        "GET /p/‹a1b2c3d4e5f6a7b8c9d0›/backup?state=run",
        "curl 'https://kuma.example.org/api/push/‹k3Yab9xQ›?status=up&msg=OK'",
        "curl https://hb.example.org/ping/‹8116e449-d71c-4112-8f5d-a66f60902091›/start",
        "GET /ping/‹8116e449-d71c-4112-8f5d-a66f60902091› HTTP/1.1",
        "curl https://hb.example.org/ping/‹AbCdEfGhIjKlMnOpQrStUv›/backup",
        "https://hchk.io/‹8116e449-d71c-4112-8f5d-a66f60902091› ok",
        "https://uptime.betterstack.com/api/v1/heartbeat/‹AbCdEf123456› ok",
        "https://nosnch.in/‹c2354d53d2›",
        "https://x.webhook.office.com/webhookb2/‹8116e449-d71c@8116/IncomingWebhook/ab12/8116›",
        "https://chat.example.org/hooks/‹xy7zabcdefghijkl›",
        "sshpass -p ‹hunter2› ssh -p 2222 bob@h",
        "sshpass -p‹hunter2› rsync -a x h:",
        "sshpass -v -p '‹hun ter2›' ssh h",
        "+ /usr/bin/sshpass -p ‹hunter2› sftp h",
        "smbclient -U bob%‹hunter2› //h/share",
        "smbclient //h/share -U 'CORP\bob%‹hun ter2›' -c ls",
        "smbclient --user=bob%‹hunter2› //h/share",
        "lftp -u bob,‹hunter2› sftp://h",
        "ldapsearch -x -D cn=admin -w ‹hunter2› -b dc=x",
        "zip -P ‹hunter2› x.zip x",
        "7z a -p‹hunter2› x.7z x",
        "mongodump -u root -p ‹hunter2› --db x",
        "redis-cli -h h -a ‹hunter2› ping",
        "docker login -u bob -p ‹hunter2› registry.example.org",
        "curl -U bob:‹hunter2› https://h/x",
        "openssl enc -aes256 -pass pass:‹hunter2› -in x",
        "glpat ‹glpat-abcdefghijklmnopqrst›",
        "stripe ‹sk_live_abcdefghijklmnopqrst›",
        "google ‹AIzaSyA1234567890abcdefghijklmnopqrstuv›",
        "+ mysqldump -uroot -p‹hunter2› --all-databases",
        "mysqldump -p‹hunter2› db | mariadb -h h -p‹hunter2› db",
        "mariadb -p‹hunter2› db | mysql db",
        "mariadb -u root -p'‹hun ter2›' db",
        "+ curl -fsS -u bob:‹hunter2› https://h/x",
        "curl https://h/x --user 'bob:‹hun ter2›' -o f",
        "-----BEGIN PRIVATE KEY-----‹\\nMIIEabc\\n›-----END PRIVATE KEY-----"
      })
  void secretsGoAndTheRestStays(String marked) {
    String line = marked.replace("‹", "").replace("›", "");
    String expected = marked.replaceAll("‹[^›]*›", "***");
    assertThat(redactor.redact(line)).isEqualTo(expected);
    assertThat(redactor.redact(expected)).isEqualTo(expected);
    byte[] bytes = (line + "\r\n").getBytes(StandardCharsets.UTF_8);
    assertThat(redactor.lines().redact(bytes)).asString().isEqualTo(expected + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Password reset mails sent: 3",
        "sort -u a:b c",
        "mysql -u root -p db",
        "ssh -p22 host; mysql x",
        "curl -u bob https://h:80/x",
        "sshpass -e ssh -p 22 h",
        "smbclient -U bob //h/share",
        "smbclient -N -p 445 //h/share",
        "net -u x",
        "ping -c 3 h; snmpd -f",
        "GET /ping/nightly-backup HTTP/1.1",
        "see https://cronitor.io/docs/ and /p/3",
        "12:34:56:abcdef 2026-11-20T03:05:01Z sha:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
        "uid 8116e449-d71c-4112-8f5d-a66f60902091 of a course",
        "see https://hc-ping.com/ and https://hooks.slack.com/services/",
        "curl --user-agent a:b https://h/x",
        "Failed logins with a wrong password: 3",
        "Deleted tokens: 17",
        "Execute scheduled task: Delete expired tokens (core\\task\\token_cleanup_task)",
        "... started 03:05:01. Current memory use 25.3 MB.",
        "core\\token::create() called",
        "The secretary: Ann",
        "tokenizer=fast",
        "PWD=/var/www OLDPWD=/root",
        "pass: 12, fail: 0",
        "Monkey: banana, key: C major, code=3",
        "ssh://git@example.org/repo.git and ann@example.org",
        "https://example.org/course/view.php?id=12&section=3",
        "password=***",
        "Server Time: Thu, 20 Nov 2025 03:05:01 +0100",
        "password=",
        "The bearer of this letter",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "-----BEGIN CERTIFICATE-----",
        ""
      })
  void innocentTextStays(String line) {
    assertThat(redactor.redact(line)).isEqualTo(line);
  }

  @Test
  void aPrivateKeyGoesLineByLineAndTheLogGoesOn() {
    String key = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n";
    String block = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n" + key + key;
    String end = "Zm9v\n-----END RSA PRIVATE KEY-----\n";
    String after = "Scheduled task complete\nword\n";
    assertThat(redactor.redact("before\n" + block + end + after))
        .isEqualTo(
            "before\n-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n***\n***\n***\n"
                + "-----END RSA PRIVATE KEY-----\n"
                + after);
    assertThat(redactor.redact("12:00:01 " + key + end + after))
        .as("a text that begins inside of a key")
        .isEqualTo("12:00:01 ***\n***\n-----END RSA PRIVATE KEY-----\n" + after);
    assertThat(redactor.redact(block + "The key has no end, but the log does.\n" + after))
        .endsWith("***\nThe key has no end, but the log does.\n" + after);
  }

  @Test
  void everyOtherByteStaysWhateverTheBytesAre() {
    Random random = new Random(99);
    byte[] secret = "password=hunter2 ".getBytes(StandardCharsets.ISO_8859_1);
    byte[] stars = "password=*** ".getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < 3000; i++) {
      byte[] before = randomLine(random);
      byte[] after = randomLine(random);
      assertThat(redactor.lines().redact(before)).isEqualTo(before);
      byte[] space = {' '};
      byte[] line = join(before, space, secret, after);
      assertThat(redactor.lines().redact(line)).isEqualTo(join(before, space, stars, after));
    }
  }

  /** Any bytes but line ends and those which could make up a secret by chance. */
  private static byte[] randomLine(Random random) {
    byte[] line = new byte[random.nextInt(200)];
    random.nextBytes(line);
    for (int i = 0; i < line.length; i++) {
      if ("\r\n=:-?&".indexOf((char) (line[i] & 0xFF)) >= 0) {
        line[i] = (byte) 0xC3;
      }
    }
    return line;
  }

  private static byte[] join(byte[]... parts) {
    var all = new java.io.ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @Test
  void aStreamOfLinesIsRedactedAsTheWholeTextIs() {
    String text =
        "a\n-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\r\ntoken=x\n\nend";
    Redactor.Lines lines = redactor.lines();
    List<String> redacted = new ArrayList<>();
    for (String line : text.split("(?<=\n)", -1)) {
      redacted.add(lines.redact(line));
    }
    assertThat(String.join("", redacted))
        .isEqualTo(redactor.redact(text))
        .isEqualTo(
            "a\n-----BEGIN PRIVATE KEY-----\n***\n-----END PRIVATE KEY-----\r\ntoken=***\n\nend");
  }

  @Test
  void ownPatternsAreTakenOutAsWell() {
    Redactor own = new Redactor(List.of(LinePattern.of("Schüler-\\d+"), LinePattern.of("x*")));
    assertThat(own.redact("Note of Schüler-12: 3\nxx")).isEqualTo("Note of ***: 3\n***");
    byte[] utf8 = "Schüler-12".getBytes(StandardCharsets.UTF_8);
    assertThat(own.lines().redact(utf8)).asString().isEqualTo("***");
    byte[] latin1 = "Schüler-12 €".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(own.lines().redact(latin1)).asString().isEqualTo("*** ?");
  }

  @Test
  void aPatternThatBacktracksElsewhereIsAppliedToAnyLine() {
    Redactor deep = new Redactor(List.of(LinePattern.of("(a|b)*c")));
    String line = "ab".repeat(100_000);
    assertThat(deep.redact("x\n" + line + "\ny\n")).isEqualTo("x\n" + line + "\ny\n");
    assertThat(deep.redact("x\n" + line + "c\ny\n")).isEqualTo("x\n***\ny\n");
  }

  @Test
  void aLineWhoseCharactersAreBytesIsSearchedForLettersOfAnyLanguage() {
    Redactor own = new Redactor(List.of(LinePattern.of("Schüler-\\d+")));
    String bytes =
        new String(
            "Note of Schüler-12 €".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    String redacted = own.lines().redactBytes(bytes);
    assertThat(new String(redacted.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
        .isEqualTo("Note of *** €");
  }

  @Test
  void aLongLineTakesTimeInProportion() {
    for (String part :
        List.of(
            "cookie:\"",
            "a:b=",
            "://",
            "password:\"\"",
            "Bearer ",
            "--x ",
            "sshpass -p x ",
            "-p x ",
            "1234567:",
            "/ping/")) {
      String line = part.repeat(4_000_000 / part.length());
      assertThat(redactor.redact(line)).isNotNull();
    }
  }
}
