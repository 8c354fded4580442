package ldmstudio.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Timer;
import javafx.application.Platform;

/** What keeps the window replaceable and quick; each rule with its reason. */
@AnalyzeClasses(packages = "ldmstudio.app", importOptions = ImportOption.DoNotIncludeTests.class)
class AppRulesTest {
    @ArchTest
    static final ArchRule theWindowNeverLoadsLibtorch =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("ai.djl..")
                    .because("a native crash must cost a worker, never the window");

    @ArchTest
    static final ArchRule theWindowKnowsOnlyTheEnginesRecords =
            classes()
                    .should()
                    .onlyDependOnClassesThat(
                            resideOutsideOfPackages("ldmstudio.engine..")
                                    .or(
                                            resideInAnyPackage(
                                                    "ldmstudio.engine.config..",
                                                    "ldmstudio.engine.run..",
                                                    "ldmstudio.engine.data..",
                                                    "ldmstudio.engine.worker..")))
                    .because("everything else runs in the worker");

    @ArchTest
    static final ArchRule oneBridgeToTheFxThread =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("ldmstudio.app.concurrent..")
                    .should()
                    .callMethod(Platform.class, "runLater", Runnable.class)
                    .because("screens sample; a runLater per step would drown the window");

    @ArchTest
    static final ArchRule threadsComeFromOnePlace =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("ldmstudio.app.concurrent..")
                    .should()
                    .callConstructorWhere(
                            com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                                    com.tngtech.archunit.core.domain.properties.HasOwner.Predicates
                                            .With.owner(
                                            JavaClass.Predicates.assignableTo(Thread.class)
                                                    .or(
                                                            JavaClass.Predicates.assignableTo(
                                                                    Timer.class)))))
                    .because("daemon threads with names: nothing may keep a closed window alive");

    @ArchTest
    static final ArchRule chartsHaveOneDoor =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("ldmstudio.app.chart..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.jfree..")
                    .because("the chart library does not follow the theme by itself");
}
