package ldmstudio.engine;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;

/** What the rules of {@link ArchitectureTest} look for, in words of the Java library. */
final class ForbiddenAccess {
    /** Generators whose state is hidden, so that a resume cannot restore it. */
    static final Class<?>[] GENERATORS = {
        java.util.Random.class,
        java.util.SplittableRandom.class,
        java.util.concurrent.ThreadLocalRandom.class,
        java.security.SecureRandom.class,
        java.util.random.RandomGenerator.class
    };

    private static final Set<String> RANDOM_OF_DJL =
            Set.of("randomUniform", "randomNormal", "randomInteger", "truncatedNormal");

    private ForbiddenAccess() {}

    /** Classes that carry, or whose enclosing class carries, an exemption from {@code rule}. */
    static DescribedPredicate<JavaClass> exemptFrom(Exempt.Rule rule) {
        return DescribedPredicate.describe(
                "exempt from " + rule,
                type -> {
                    Optional<JavaClass> around = Optional.of(type);
                    while (around.isPresent() && !isExempt(around.get(), rule)) {
                        around = around.get().getEnclosingClass();
                    }
                    return around.isPresent();
                });
    }

    private static boolean isExempt(JavaClass type, Exempt.Rule rule) {
        return type.tryGetAnnotationOfType(Exempt.class)
                .filter(exempt -> exempt.from() == rule && !exempt.because().isBlank())
                .isPresent();
    }

    /** A new thread, or a pool that makes some. */
    static DescribedPredicate<JavaAccess<?>> startsThreads() {
        return DescribedPredicate.describe(
                "a thread or a pool of threads is made",
                access ->
                        access.getTargetOwner().isEquivalentTo(Executors.class)
                                || isConstructorOf(access, Thread.class)
                                || isConstructorOf(access, ThreadPoolExecutor.class)
                                || isConstructorOf(access, ForkJoinPool.class)
                                || isConstructorOf(access, java.util.Timer.class));
    }

    /** Numbers that no seed of the run decides. */
    static DescribedPredicate<JavaAccess<?>> drawsWithoutSeed() {
        return DescribedPredicate.describe(
                "a number is drawn that no seed decides",
                access ->
                        isCall(access, Math.class, "random")
                                || isCall(access, StrictMath.class, "random")
                                || isCall(access, UUID.class, "randomUUID")
                                || isCall(access, Collections.class, "shuffle")
                                || access.getTargetOwner()
                                                .getFullName()
                                                .equals("ai.djl.ndarray.NDManager")
                                        && RANDOM_OF_DJL.contains(access.getTarget().getName()));
    }

    private static boolean isConstructorOf(JavaAccess<?> access, Class<?> type) {
        return access.getTarget().getName().equals("<init>")
                && access.getTargetOwner().isAssignableTo(type);
    }

    private static boolean isCall(JavaAccess<?> access, Class<?> owner, String name) {
        return access.getTargetOwner().isEquivalentTo(owner)
                && access.getTarget().getName().equals(name);
    }
}
