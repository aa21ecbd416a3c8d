package heartbeat.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import heartbeat.model.Excerpt;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Launcher;
import heartbeat.process.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code heartbeat status --all}: runs a process of each user, which prints that user's status. So
 * root itself reads no file of a user, and a process that a user has stopped holds up nobody for
 * longer than the limit.
 */
final class EveryUsersStatus {
  /** Where the package lets every user have a folder. */
  static final Path SHARED = Path.of("/var/lib/heartbeat");

  private static final String LIMIT_SECONDS = "15";

  private final Invocation invocation;

  EveryUsersStatus(Invocation invocation) {
    this.invocation = invocation;
  }

  /** What one user's status printed, and its exit status. */
  private record Answer(String user, String out, int status) {}

  /**
   * Prints them all.
   *
   * @param options of the status command
   */
  int print(List<String> options) throws IOException, InterruptedException {
    if (!System.getProperty("user.name", "").equals("root")) {
      throw new Refusal(
          ExitStatus.USAGE, "--all looks at the jobs of every user, which only root may: use sudo");
    }
    List<Answer> answers = new ArrayList<>();
    for (String user : users()) {
      answers.add(ask(user, options));
    }
    if (answers.isEmpty()) {
      throw new Refusal(ExitStatus.FAILURE, "no user has run a job: nothing is in " + SHARED);
    }
    if (options.contains("--nagios")) {
      return nagios(answers);
    }
    if (options.contains("--json")) {
      invocation.out().println(json(answers));
    } else {
      for (Answer answer : answers) {
        invocation.out().println("Jobs of " + answer.user() + ":");
        invocation.out().println(withoutAdvice(answer.out()));
      }
    }
    return answers.stream()
        .mapToInt(Answer::status)
        .filter(status -> status != 0)
        .findFirst()
        .orElse(0);
  }

  /** root, and every user whose name is that of a folder. */
  private static List<String> users() throws IOException {
    List<String> users = new ArrayList<>(List.of("root"));
    try (Stream<Path> folders = Files.list(SHARED)) {
      folders
          .map(folder -> String.valueOf(folder.getFileName()))
          .filter(name -> name.matches("[a-z_][a-z0-9_.-]*[$]?") && !name.equals("root"))
          .filter(EveryUsersStatus::exists)
          .sorted()
          .forEach(users::add);
    }
    return users;
  }

  private static boolean exists(String user) {
    try {
      Path.of("/").getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Answer ask(String user, List<String> options) throws IOException, InterruptedException {
    String self = Launcher.command();
    List<String> command = new ArrayList<>(List.of("timeout", "-k", "1", LIMIT_SECONDS));
    if (!user.equals("root")) {
      command.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + group(user)));
      command.addAll(List.of("--init-groups", "--reset-env"));
    }
    command.addAll(List.of(self == null ? "heartbeat" : self, "status"));
    command.addAll(options);
    Process process =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
            .redirectErrorStream(!options.contains("--json"))
            .start();
    byte[] out = process.getInputStream().readAllBytes();
    int status = process.waitFor();
    // 124 and 137: the limit was reached.
    boolean isLate = status == 124 || status == 137;
    // It came from another user: nothing in it may steer root's terminal.
    String said = Excerpt.printable(new String(out, StandardCharsets.UTF_8)).strip();
    return new Answer(user, isLate ? "did not answer within " + LIMIT_SECONDS + "s" : said, status);
  }

  /** What a user without jobs says, without whom else to look at: all of them are looked at. */
  static String withoutAdvice(String said) {
    return said.replaceFirst(
        "^((?:No job of this user has run yet|Job [^\n]* has not run): [^\n]*)\n(?s:.*)", "$1");
  }

  private static String group(String user) throws IOException, InterruptedException {
    Process id = new ProcessBuilder("id", "-g", "--", user).start();
    String group =
        new String(id.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    return id.waitFor() == 0 ? group : "nogroup";
  }

  private int nagios(List<Answer> answers) {
    List<String> bad = new ArrayList<>();
    int worst = NagiosLine.OK;
    for (Answer answer : answers) {
      boolean isNone =
          answer.status() == NagiosLine.UNKNOWN && answer.out().contains("has run yet");
      if (answer.status() != 0 && !isNone) {
        int severity = Math.min(answer.status(), NagiosLine.UNKNOWN);
        worst = NagiosLine.worse(severity, worst);
        String words = answer.out().lines().findFirst().orElse("no answer");
        bad.add(answer.user() + ": " + words.replaceFirst("^[A-Z]+: ", ""));
      }
    }
    String text = bad.isEmpty() ? answers.size() + " user(s) well" : String.join("; ", bad);
    return new NagiosLine(invocation.out(), invocation.clock().instant()).print(worst, text);
  }

  private static String json(List<Answer> answers) {
    JsonArray all = new JsonArray();
    for (Answer answer : answers) {
      try {
        for (JsonElement job : JsonParser.parseString(answer.out()).getAsJsonArray()) {
          job.getAsJsonObject().addProperty("user", answer.user());
          all.add(job);
        }
      } catch (JsonParseException | IllegalStateException e) {
        // It printed no JSON; its exit status says why.
      }
    }
    Gson pretty = new GsonBuilder().setPrettyPrinting().serializeNulls().create();
    return pretty.toJson(all);
  }
}
