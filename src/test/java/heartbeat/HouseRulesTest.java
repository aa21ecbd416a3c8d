package heartbeat;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The rules of the house, which a change can't break unnoticed. */
class HouseRulesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("heartbeat");

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
  @Test
  void nothingIsFoundOrMadeAtRunTimeThatANativeImageCanNotSee() {
    check(
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
            .callMethodWhere(target(nameMatching("setAccessible|privateLookupIn"))));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
