package heartbeat.shipped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The launcher in front of both builds, with a stand-in for the native program or the Java runtime:
 * what it does with each, and what becomes of the job where they can't start.
 */
class LauncherScriptTest {
  /** What lies beside the launcher. */
  enum Build {
    NATIVE("lib/heartbeat/heartbeat"),
    JAVA("lib/heartbeat/bin/java");

    private final String program;

    Build(String program) {
      this.program = program;
    }
  }

  private record Result(int status, String out, String err) {}

  private static final String JOB = "{ sleep 0.1; seq 300000; echo $? > ended; }";

  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void launcher() throws IOException {
    Path launcher = folder.resolve("bin/heartbeat");
    Files.createDirectories(launcher.getParent());
    Path script = Path.of("packaging/image/heartbeat.sh");
    Files.writeString(launcher, Files.readString(script).replaceFirst("/bin/sh", shell()));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    // Whoever runs one without privileges has to get there.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    environment.put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
    environment.put("HB", launcher.toString());
    environment.put("LANG", "C");
  }

  /** Which shell runs it. */
  String shell() {
    return "/bin/sh";
  }

  /** A runtime whose behaviour is this script. */
  private void standIn(Build build, String script) throws IOException {
    Path program = folder.resolve(build.program);
    Files.createDirectories(program.getParent());
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Result run(String line) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", line).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process =
        builder
            .redirectError(folder.resolve("err").toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    process.getOutputStream().close();
    int status = process.waitFor();
    return new Result(status, read("out"), read("err"));
  }

  private String read(String file) throws IOException {
    return Files.readString(folder.resolve(file), StandardCharsets.ISO_8859_1);
  }

  /** Neither the pipe nor the command notices that nobody watches; but it is said. */
  private void assertUnwatched(String before, String why) throws Exception {
    Result pipe = run(JOB + " | (" + before + " $HB moodle)");
    assertThat(read("ended")).isEqualTo("0\n");
    assertThat(pipe).isEqualTo(new Result(1, "", pipe.err));
    assertThat(pipe.err).contains(why).contains("this run is not watched");
    run(JOB + " | (" + before + " $HB moodle --tee) > /dev/full");
    assertThat(read("ended")).isEqualTo("0\n");
    Result exec =
        run(
            "("
                + before
                + " $HB exec moodle --lock skip -- sh -c 'echo \"$0\" $LC_ALL; exit 4' 'a  b')");
    assertThat(exec).isEqualTo(new Result(4, "a  b\n", exec.err));
    assertThat(exec.err).contains(why).contains("this run is not watched");
    String optionsFirst = "--mail-to serve --state-dir=/x exec moodle -- sh -c 'exit 4'";
    assertThat(run("(" + before + " $HB " + optionsFirst + ")").status).isEqualTo(4);
    run(JOB + " | (" + before + " $HB exec moodle; true)");
    assertThat(read("ended")).as("exec without a command").isEqualTo("0\n");
  }

  @ParameterizedTest
  @EnumSource
  void theArgumentsReachTheProgramAsTheyWere(Build build) throws Exception {
    standIn(build, "for a in \"$@\"; do echo \"<$a>\"; done");
    assertThat(run("$HB exec 'a  b' '' -- -Xmx1g '*'").out)
        .endsWith("<exec>\n<a  b>\n<>\n<-->\n<-Xmx1g>\n<*>\n");
  }

  @ParameterizedTest
  @CsvSource({
    "serve, 32m",
    "--config F serve, 32m",
    "--config=F demo, 32m",
    "moodle, 2m",
    "--config F exec j -- serve, 2m",
  })
  void theMemoryIsThatOfTheCommandWhereverOptionsStand(String line, String memory)
      throws Exception {
    standIn(Build.JAVA, "echo \"$@\"");
    assertThat(run("$HB " + line).out)
        .contains(memory.equals("2m") ? "-Xmn2m" : "-XX:MaxDirectMemorySize=" + memory);
  }

  @ParameterizedTest
  @EnumSource
  void aLinkToItFindsTheProgram(Build build) throws Exception {
    standIn(build, "echo found");
    assertThat(run("ln -s $HB 'a link'; ./'a link' x").out).isEqualTo("found\n");
  }

  @Test
  void theNativeProgramIsToldTheLimitOfOpenFilesAndFindsTheRestOfTheWorldAsItWas()
      throws Exception {
    standIn(Build.NATIVE, "env | grep -v -e ^_= -e ^PWD= -e ^SHLVL=");
    environment.put("JAVA_TOOL_OPTIONS", "-Xmx5m");
    String expected =
        "HB="
            + environment.get("HB")
            + "\nHEARTBEAT_OPEN_FILES=500\n"
            + "JAVA_TOOL_OPTIONS=-Xmx5m\n"
            + "LANG=C\nPATH="
            + environment.get("PATH")
            + "\n";
    assertThat(run("ulimit -S -n 500; $HB x | sort").out).isEqualTo(expected);
    assertThat(run("ulimit -n 500; $HB x | sort").out)
        .isEqualTo(expected.replace("HEARTBEAT_OPEN_FILES=500\n", ""));
  }

  @Test
  void theJavaRuntimeHasItsOwnEnvironment() throws Exception {
    standIn(Build.JAVA, "env | grep -e LC_ALL -e OPTIONS -e FILES");
    environment.put("JAVA_TOOL_OPTIONS", "-Xmx5m");
    assertThat(run("ulimit -S -n 500; $HB x | sort").out)
        .isEqualTo("HEARTBEAT_ENV_JAVA_TOOL_OPTIONS=-Xmx5m\nHEARTBEAT_LC_ALL=-\nLC_ALL=C.UTF-8\n");
  }

  @ParameterizedTest
  @EnumSource
  void withoutLimitsItStartsOnce(Build build) throws Exception {
    standIn(build, "echo started >> starts");
    run("$HB x; $HB exec x -- true");
    assertThat(read("starts")).isEqualTo("started\n".repeat(2));
  }

  @ParameterizedTest
  @CsvSource({
    "NATIVE, ulimit -v 4000000", "NATIVE, ulimit -d 4000000", "NATIVE, ulimit -n 60",
    "JAVA, ulimit -v 4000000", "JAVA, ulimit -d 4000000", "JAVA, ulimit -n 60",
  })
  void whereSomethingIsScarceATrialSaysWhetherItCanStart(Build build, String limit)
      throws Exception {
    // Only the trial fails, and it alone is given something else to do.
    standIn(build, "case \" $* \" in *' trial-start '*) exit 1 ;; esac; echo started >> starts");
    assertUnwatched(limit + "; exec", "ulimit");
    assertThat(folder.resolve("starts")).doesNotExist();
    standIn(build, "case \" $* \" in *' trial-start '*) exit 0 ;; esac; echo started");
    assertThat(run(limit + "; $HB exec x -- true").out).isEqualTo("started\n");
  }

  @ParameterizedTest
  @EnumSource
  void theTrialIsTheSameStartWithLessMemory(Build build) throws Exception {
    standIn(build, "echo $(ulimit -v) $MALLOC_ARENA_MAX \"$@\" >> starts");
    run("ulimit -v 4000000; $HB exec 'a b' -- true");
    String[] starts = read("starts").split("\n");
    assertThat(starts).hasSize(2);
    long less = Long.parseLong(starts[0].substring(0, starts[0].indexOf(' ')));
    assertThat(less).isBetween(3_000_000L, 3_999_999L);
    assertThat(starts[0].replace(less + " ", "4000000 ").replace("trial-start exec", ""))
        .isEqualTo(starts[1].replace("exec a b -- true", ""));
    assertThat(starts[0]).contains(" 1 ").endsWith("trial-start exec");
  }

  @ParameterizedTest
  @EnumSource
  void inADirectoryThatIsGoneTheJobRunsAllTheSame(Build build) throws Exception {
    standIn(build, "exit 1");
    assertUnwatched("mkdir gone; cd gone; rmdir ../gone;", "working directory");
  }

  @ParameterizedTest
  @EnumSource
  void withoutProcTheJobRunsAllTheSame(Build build) throws Exception {
    assumeTrue(run("unshare -m umount -l /proc").status == 0, "/proc can't be taken away");
    standIn(build, "exit 1");
    String hidden = "unshare -m sh -c 'umount -l /proc; exec \"$@\"' x";
    assertUnwatched(hidden, "/proc");
  }

  @ParameterizedTest
  @EnumSource
  void withoutAProcessToBeHadTheJobRunsAllTheSame(Build build) throws Exception {
    // The limit is not for root.
    String user = "setpriv --reuid=65432 --regid=65432 --clear-groups ";
    assumeTrue(run(user + "true").status == 0, "not root");
    for (int processes : new int[] {0, 1, 2}) {
      standIn(build, "exit 1");
      String limited =
          user
              + "sh -c 'ulimit -p "
              + processes
              + " || ulimit -u "
              + processes
              + "; exec \"$@\"' x";
      assertUnwatched(limited, "");
    }
  }

  @Test
  void withoutAProgramTheJobRunsAllTheSame() throws Exception {
    assertUnwatched("exec", "is missing");
    assertThat(run("echo copied | $HB moodle --tee").out).isEqualTo("copied\n");
  }

  /** As in a chroot that has no devices. */
  @Test
  void withoutANullDeviceTheJobRunsAllTheSame() throws Exception {
    standIn(Build.NATIVE, "cat");
    Path launcher = folder.resolve("bin/heartbeat");
    Files.writeString(
        launcher, Files.readString(launcher).replace("/dev/null", folder + "/none/null"));
    run(JOB + " | $HB moodle");
    assertThat(read("ended")).isEqualTo("0\n");
    assertThat(run("$HB exec moodle -- sh -c 'echo ran; exit 4'").status).isEqualTo(4);
    run(
        "{ head -c 20000000 /dev/zero | tr '\\0' x; echo $? > long; }"
            + " | { ulimit -v 30000; $HB moodle; }");
    assertThat(read("long")).as("a line longer than the memory").isEqualTo("0\n");
  }

  @ParameterizedTest
  @EnumSource
  void aProgramThatIsNoneIsAsGoodAsNone(Build build) throws Exception {
    standIn(build, "");
    Files.writeString(folder.resolve(build.program), "#!/nowhere/sh\n");
    assertUnwatched("exec", "");
  }

  @Test
  void aReaderOfTheCopyThatGoesAwayIsNotTheJobsConcern() throws Exception {
    run("{ " + JOB + " | $HB moodle --tee; echo $? > status; } | head -c 1");
    assertThat(read("ended")).isEqualTo("0\n");
    assertThat(read("status")).isEqualTo("1\n");
  }
}
