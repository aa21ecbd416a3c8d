package heartbeat;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the house, which a change can't break unnoticed. */
class HouseRulesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains(tests()))
          .importPackages("heartbeat");

  /** Where this test lies, and with it all others, whatever compiled them. */
  private static String tests() {
    return HouseRulesTest.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  @Test
  void pureCodeTouchesNoFileSocketClockOrEnvironment() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "heartbeat.model",
                "heartbeat.run",
                "heartbeat.recognise",
                "heartbeat.tell",
                "heartbeat.check",
                "heartbeat.channel",
                "heartbeat.crontab")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.nio.file.attribute", "java.net.http", "okhttp3..", "jakarta..")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.nio.file.Files"));
  }

  /**
   * Which room may see which: the one table; CONTRIBUTING.md shows the same. A package that is not
   * in it fails the build.
   */
  static final Map<String, Set<String>> MAY_SEE =
      Map.ofEntries(
          room("", "cli config process watch"),
          room(
              ".cli",
              "capture channel check config crontab demo files journal model notify process"
                  + " recognise run server server.alert server.http tell watch"),
          room(
              ".watch",
              "capture channel config files journal model notify process run snapshot tell"),
          room(".process", "model run"),
          room(".config", "channel check model notify run server server.alert server.http tell"),
          room(".model", ""),
          room(".run", "channel model"),
          room(".recognise", "model run"),
          room(".tell", "channel model run"),
          room(".check", "model"),
          room(".channel", "model"),
          room(".crontab", ""),
          room(".files", "model"),
          room(".capture", "model process recognise run"),
          room(".notify", "channel files model run"),
          room(".journal", "files model run tell"),
          room(".snapshot", "model"),
          room(".demo", ""),
          room(
              ".server",
              "channel check model notify run server.alert server.api server.http server.page"
                  + " server.store"),
          room(".server.store", "check model server.alert"),
          room(".server.http", "model server"),
          room(".server.alert", "channel check model notify run server"),
          room(".server.page", "check model server server.alert server.http server.store"),
          room(
              ".server.api",
              "check model server server.alert server.http server.page server.store"));

  private static Map.Entry<String, Set<String>> room(String name, String others) {
    Set<String> seen = new TreeSet<>();
    if (!others.isEmpty()) {
      for (String other : others.split(" ", -1)) {
        seen.add("heartbeat." + other);
      }
    }
    return Map.entry("heartbeat" + name, seen);
  }

  @Test
  void everyRoomSeesOnlyWhatTheTableSays() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass from : CLASSES) {
      Set<String> allowed = MAY_SEE.get(from.getPackageName());
      if (allowed == null) {
        wrong.add(from.getPackageName() + " is not in the table");
        continue;
      }
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        String to = dependency.getTargetClass().getPackageName();
        if (isOurs(to) && !to.equals(from.getPackageName()) && !allowed.contains(to)) {
          wrong.add(
              from.getSimpleName()
                  + " ("
                  + from.getPackageName()
                  + ") sees "
                  + dependency.getTargetClass().getSimpleName()
                  + " ("
                  + to
                  + ")");
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void contributingShowsTheTable() throws IOException {
    String page = Files.readString(Path.of("CONTRIBUTING.md"));
    for (Map.Entry<String, Set<String>> room : MAY_SEE.entrySet()) {
      String row =
          page.lines()
              .filter(line -> line.startsWith("| `" + room.getKey() + "` |"))
              .findFirst()
              .orElse("no row for " + room.getKey());
      Set<String> shown = new TreeSet<>();
      Matcher names =
          Pattern.compile("`([a-z.]+)`")
              .matcher(row.substring(row.lastIndexOf("| ", row.length() - 3)));
      while (names.find()) {
        shown.add("heartbeat." + names.group(1));
      }
      assertThat(shown).as(row).isEqualTo(room.getValue());
    }
  }

  @Test
  void contributingNamesCallsThatExist() throws IOException {
    Set<String> calls = new TreeSet<>();
    for (JavaClass one : CLASSES) {
      one.getMethods().forEach(method -> calls.add(one.getSimpleName() + "." + method.getName()));
    }
    String page = Files.readString(Path.of("CONTRIBUTING.md"));
    String paths =
        page.substring(
            page.indexOf("### The path of a run"), page.indexOf("## What to touch for which"));
    Matcher named = Pattern.compile("`([A-Z]\\w+\\.\\w+)`").matcher(paths);
    Set<String> shown = new TreeSet<>();
    while (named.find()) {
      shown.add(named.group(1));
    }
    assertThat(shown).hasSizeGreaterThan(20).isSubsetOf(calls);
  }

  @Test
  void noTwoClassesHaveOneName() {
    Set<String> seen = new TreeSet<>();
    Set<String> twice = new TreeSet<>();
    for (JavaClass one : CLASSES) {
      if (one.isTopLevelClass()
          && !one.getSimpleName().equals("package-info")
          && !seen.add(one.getSimpleName())) {
        twice.add(one.getSimpleName());
      }
    }
    assertThat(twice).isEmpty();
  }

  private static boolean isOurs(String name) {
    return name.equals("heartbeat") || name.startsWith("heartbeat.");
  }

  @Test
  void onlyMainEndsTheProcess() {
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("heartbeat.Main")
            .should()
            .callMethod(System.class, "exit", int.class));
  }

  /** A native image knows only what can be seen from the code; see CONTRIBUTING.md. */
  private static final ArchRule FIT_FOR_A_NATIVE_IMAGE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.lang.reflect", "java.beans", "org.reflections..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.ServiceLoader")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.ResourceBundle")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ClassLoader.class)
          .orShould()
          .callMethodWhere(
              target(nameMatching("forName|newInstance|getDeclared.*|get(Methods?|Fields?)"))
                  .and(target(owner(type(Class.class)))))
          .orShould()
          .callMethodWhere(target(nameMatching("setAccessible|privateLookupIn")));

  @Test
  void nothingIsFoundOrMadeAtRunTimeThatANativeImageCanNotSee() {
    check(FIT_FOR_A_NATIVE_IMAGE);
  }

  @ParameterizedTest
  @ValueSource(classes = {ByName.class, Stand.class, Services.class, Objects.class, Opened.class})
  void whatANativeImageCanNotSeeIsFoundOut(Class<?> offender) {
    JavaClasses one = new ClassFileImporter().importClasses(offender);
    assertThat(FIT_FOR_A_NATIVE_IMAGE.evaluate(one).hasViolation()).isTrue();
  }

  static final class ByName {
    Class<?> find(String name) throws ClassNotFoundException {
      return Class.forName(name);
    }
  }

  static final class Stand {
    Object in(InvocationHandler handler) {
      ClassLoader loader = Stand.class.getClassLoader();
      return Proxy.newProxyInstance(loader, new Class<?>[] {Runnable.class}, handler);
    }
  }

  static final class Services {
    ServiceLoader<Runnable> all() {
      return ServiceLoader.load(Runnable.class);
    }
  }

  static final class Objects {
    Object read(InputStream in) throws IOException, ClassNotFoundException {
      return new ObjectInputStream(in).readObject();
    }
  }

  static final class Opened {
    void open(AccessibleObject member) {
      member.setAccessible(true);
    }
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
