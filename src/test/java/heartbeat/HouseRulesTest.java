package heartbeat;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ServiceLoader;
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
            .resideInAnyPackage("heartbeat.model", "heartbeat.run", "heartbeat.check")
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

  @Test
  void theClientsCoreAndTheSwitchsCoreMeetOnlyInTheModel() {
    check(
        noClasses()
            .that()
            .resideInAPackage("heartbeat.run")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("heartbeat.check"));
    check(
        noClasses()
            .that()
            .resideInAPackage("heartbeat.check")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("heartbeat.run"));
  }

  @Test
  void theModelKnowsNobody() {
    check(
        noClasses()
            .that()
            .resideInAPackage("heartbeat.model")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "heartbeat",
                "heartbeat.run",
                "heartbeat.check",
                "heartbeat.config",
                "heartbeat.capture",
                "heartbeat.notify",
                "heartbeat.journal",
                "heartbeat.server"));
  }

  @Test
  void onlyTheWiringKnowsTheConfigAndTheWiring() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("heartbeat", "heartbeat.config")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("heartbeat", "heartbeat.config"));
  }

  @Test
  void theClientDoesNotKnowTheServer() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("heartbeat", "heartbeat.config", "heartbeat.server")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("heartbeat.server"));
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
