package ldmstudio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

/** A rule that finds nothing proves nothing: each of these classes breaks one and is found. */
class ForbiddenAccessTest {
    @Test
    void aThreadAPoolAndAConstructorReferenceAreFound() {
        assertThat(breaks(ArchitectureTest.onlyTheWorkerStartsThreads, OneThread.class)).isTrue();
        assertThat(breaks(ArchitectureTest.onlyTheWorkerStartsThreads, OnePool.class)).isTrue();
        assertThat(breaks(ArchitectureTest.onlyTheWorkerStartsThreads, ByReference.class)).isTrue();
    }

    @Test
    void anExemptionCoversTheClassAndWhatIsInsideIt() {
        assertThat(breaks(ArchitectureTest.onlyTheWorkerStartsThreads, Exempted.class)).isFalse();
        assertThat(breaks(ArchitectureTest.onlyTheWorkerStartsThreads, Exempted.Inside.class))
                .isFalse();
    }

    @Test
    void numbersWithoutASeedAreFound() {
        assertThat(breaks(ArchitectureTest.numbersComeFromTheSeed, Dice.class)).isTrue();
        assertThat(breaks(ArchitectureTest.numbersComeFromTheSeed, Generator.class)).isTrue();
        assertThat(breaks(ArchitectureTest.numbersComeFromTheSeed, Identity.class)).isTrue();
    }

    @Test
    void printingIsFound() {
        assertThat(breaks(ArchitectureTest.onlyTheCommandLinePrints, Printer.class)).isTrue();
    }

    private static boolean breaks(ArchRule rule, Class<?> type) {
        return rule.allowEmptyShould(true)
                .evaluate(new ClassFileImporter().importClasses(type))
                .hasViolation();
    }

    static final class OneThread {
        final Thread thread = new Thread("stray");
    }

    static final class OnePool {
        final ExecutorService pool = Executors.newSingleThreadExecutor();
    }

    static final class ByReference {
        final ThreadFactory threads = Thread::new;
    }

    @Exempt(from = Exempt.Rule.THREADS, because = "shows that the annotation is read")
    static final class Exempted {
        final Thread thread = new Thread("allowed");

        static final class Inside {
            final Thread thread = new Thread("allowed");
        }
    }

    static final class Dice {
        double roll() {
            return Math.random();
        }
    }

    static final class Generator {
        final Random random = new Random(7);
    }

    static final class Identity {
        final String id = UUID.randomUUID().toString();
    }

    static final class Printer {
        void print() {
            System.out.println("stray");
        }
    }
}
