package ldmstudio.engine;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static ldmstudio.engine.ForbiddenAccess.drawsWithoutSeed;
import static ldmstudio.engine.ForbiddenAccess.exemptFrom;
import static ldmstudio.engine.ForbiddenAccess.startsThreads;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What may know what in the engine, and why. */
@AnalyzeClasses(packages = "ldmstudio.engine", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ENGINE = "ldmstudio.engine.";

    @ArchTest
    static final ArchRule noProductsWithJavaNumbers =
            noClasses()
                    .should()
                    .callMethod(NDArray.class, "mul", Number.class)
                    .orShould()
                    .callMethod(NDArray.class, "div", Number.class)
                    .because(
                            "DJL frees the number's memory at once, and the backward pass of a product reads it later:"
                                    + " gradients become random. Ops.scale keeps it.");

    @ArchTest
    static final ArchRule engineKnowsNoWindow =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "javafx..",
                            "org.controlsfx..",
                            "impl.org.controlsfx..",
                            "org.jfree..",
                            "ldmstudio.app..")
                    .because(
                            "ldm runs on machines without a display, and a window that computes"
                                    + " would die with a native crash");

    @ArchTest
    static final ArchRule picturesAreDecodedInDataAndRun =
            noClasses()
                    .that(not(inPackages("data", "run")))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.awt..", "javax.imageio..", "com.twelvemonkeys..", "com.drew..")
                    .because(
                            "pictures leave files in one place and become files in another;"
                                    + " everywhere else they are PixelImage or arrays");

    @ArchTest
    static final ArchRule onlyTensorOpensLibtorch =
            noClasses()
                    .that(not(inPackages("tensor")))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("ai.djl.pytorch..")
                    .because(
                            "DJL's PyTorch internals change with each version: one package must"
                                    + " follow them, not all");

    @ArchTest
    static final ArchRule onlyVideoAndDataOpenFfmpeg =
            noClasses()
                    .that(not(inPackages("video", "data")))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.bytedeco..")
                    .because(
                            "its memory is freed by hand and its libraries are unpacked at the"
                                    + " first use: two packages must take care, not all");

    @ArchTest
    static final ArchRule onlyConfigReadsYaml =
            noClasses()
                    .that(not(inPackages("config")))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.yaml..")
                    .because(
                            "a configuration reaches the program as checked records, with the"
                                    + " defaults in one place");

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching(ENGINE + "(*)..")
                    .should()
                    .beFreeOfCycles()
                    .because("a package that needs its own user cannot be read or tested alone");

    @ArchTest
    static final ArchRule packagesPointOneWay =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("doors")
                    .definedBy(ENGINE + "cli..", ENGINE + "worker..", ENGINE + "bench..")
                    .layer("jobs")
                    .definedBy(ENGINE + "train..", ENGINE + "pipeline..", ENGINE + "evaluate..")
                    .layer("parts")
                    .definedBy(
                            ENGINE + "autoencoder..",
                            ENGINE + "denoiser..",
                            ENGINE + "condition..",
                            ENGINE + "perceptual..",
                            ENGINE + "latent..",
                            ENGINE + "diffusion..",
                            ENGINE + "sampler..",
                            ENGINE + "checkpoint..",
                            ENGINE + "video..")
                    .layer("nn")
                    .definedBy(ENGINE + "nn..")
                    .layer("tensor")
                    .definedBy(ENGINE + "tensor..")
                    .layer("records")
                    .definedBy(ENGINE + "config..", ENGINE + "data..", ENGINE + "run..")
                    .whereLayer("doors")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("jobs")
                    .mayOnlyBeAccessedByLayers("doors")
                    .whereLayer("parts")
                    .mayOnlyBeAccessedByLayers("doors", "jobs")
                    .whereLayer("nn")
                    .mayOnlyBeAccessedByLayers("doors", "jobs", "parts")
                    .whereLayer("tensor")
                    .mayOnlyBeAccessedByLayers("doors", "jobs", "parts", "nn")
                    .because(
                            "a network must not depend on how it is trained, nor training on who"
                                    + " asked for it");

    @ArchTest
    static final ArchRule everyPackageHasAPlace =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "ldmstudio.engine",
                            ENGINE + "cli..",
                            ENGINE + "worker..",
                            ENGINE + "bench..",
                            ENGINE + "train..",
                            ENGINE + "pipeline..",
                            ENGINE + "evaluate..",
                            ENGINE + "autoencoder..",
                            ENGINE + "denoiser..",
                            ENGINE + "condition..",
                            ENGINE + "perceptual..",
                            ENGINE + "latent..",
                            ENGINE + "diffusion..",
                            ENGINE + "sampler..",
                            ENGINE + "checkpoint..",
                            ENGINE + "video..",
                            ENGINE + "nn..",
                            ENGINE + "tensor..",
                            ENGINE + "config..",
                            ENGINE + "data..",
                            ENGINE + "run..")
                    .should()
                    .resideInAPackage("ldmstudio.engine..")
                    .allowEmptyShould(true)
                    .because(
                            "a new package must be put into a layer of packagesPointOneWay, or"
                                    + " that rule does not see it");

    @ArchTest
    static final ArchRule samplersKnowNoNetwork =
            noClasses()
                    .that(inPackages("sampler"))
                    .should()
                    .dependOnClassesThat(
                            inPackages("nn", "denoiser", "autoencoder", "perceptual", "latent"))
                    .because(
                            "a sampler is a function of (denoiser, noise, timesteps): it must work"
                                    + " with any network and with the exact ones of tests");

    @ArchTest
    static final ArchRule autoencoderKnowsNoDenoiser =
            noClasses()
                    .that(inPackages("autoencoder"))
                    .should()
                    .dependOnClassesThat(inPackages("denoiser"))
                    .because("the two stages meet in the latent cache and nowhere else");

    @ArchTest
    static final ArchRule denoiserKnowsNoAutoencoder =
            noClasses()
                    .that(inPackages("denoiser"))
                    .should()
                    .dependOnClassesThat(inPackages("autoencoder"))
                    .because("the two stages meet in the latent cache and nowhere else");

    @ArchTest
    static final ArchRule recordsKnowNoArrays =
            noClasses()
                    .that(inPackages("config", "data", "run", "video"))
                    .should()
                    .dependOnClassesThat(
                            inPackages("tensor", "nn").or(resideInAnyPackage("ai.djl..")))
                    .because(
                            "the window uses these packages and must never load libtorch, and data"
                                    + " sets must be readable where it is not installed");

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints =
            noClasses()
                    .that(not(inPackages("cli")))
                    .should()
                    .accessField(System.class, "out")
                    .because(
                            "a worker's standard output is its protocol: a stray line would be"
                                    + " taken for a reply");

    @ArchTest
    static final ArchRule numbersComeFromTheSeed =
            noClasses()
                    .should()
                    .dependOnClassesThat(belongToAnyOf(ForbiddenAccess.GENERATORS))
                    .orShould()
                    .accessTargetWhere(drawsWithoutSeed())
                    .because(
                            "state is a function of (seed, purpose, step, index): a hidden generator"
                                    + " would make a resumed run another run");

    @ArchTest
    static final ArchRule onlyTheWorkerStartsThreads =
            noClasses()
                    .that(not(inPackages("worker")))
                    .and(are(not(exemptFrom(Exempt.Rule.THREADS))))
                    .should()
                    .accessTargetWhere(startsThreads())
                    .because(
                            "arrays and gradient mode belong to a thread: who trains is decided in"
                                    + " one place; exceptions say why on the class (@Exempt)");

    private static DescribedPredicate<JavaClass> inPackages(String... names) {
        String[] patterns = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            patterns[i] = ENGINE + names[i] + "..";
        }
        return resideInAnyPackage(patterns);
    }
}
