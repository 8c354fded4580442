package ldmstudio.app.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import ldmstudio.app.testing.Fx;
import org.junit.jupiter.api.Test;

class ConcurrentTest {
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

    @Test
    void aJobsResultArrivesOnceAlsoForLateListeners() {
        JobRunner runner = new JobRunner(waiting::add, Runnable::run);
        List<Integer> got = new ArrayList<>();
        Job<Integer> job = runner.run("count", progress -> 7).onSuccess(got::add);
        assertThat(got).isEmpty();
        waiting.remove().run();
        job.onSuccess(got::add);
        assertThat(got).containsExactly(7, 7);
        assertThat(job.state()).isEqualTo(Job.State.SUCCEEDED);
    }

    @Test
    void aFailureGoesToItsListenerAndNotToTheOther() {
        JobRunner runner = new JobRunner(Runnable::run, Runnable::run);
        List<String> heard = new ArrayList<>();
        runner.run(
                        "fail",
                        progress -> {
                            throw new IOException("disk full");
                        })
                .onSuccess(value -> heard.add("success"))
                .onFailure(e -> heard.add(String.valueOf(e.getMessage())))
                .onFinished(() -> heard.add("end"));
        assertThat(heard).containsExactly("disk full", "end");
    }

    @Test
    void aCancelledJobIsSilentAndItsWorkStopsAtTheNextUpdate() {
        JobRunner runner = new JobRunner(waiting::add, Runnable::run);
        AtomicInteger done = new AtomicInteger();
        List<String> heard = new ArrayList<>();
        AtomicReference<Job<Integer>> self = new AtomicReference<>();
        Job<Integer> job =
                runner.run(
                        "long",
                        progress -> {
                            progress.update(0.5, "half");
                            done.incrementAndGet();
                            self.get().cancel();
                            progress.update(1, "all");
                            return done.incrementAndGet();
                        });
        self.set(job);
        job.onSuccess(v -> heard.add("success")).onFailure(e -> heard.add("failure"));
        waiting.remove().run();
        assertThat(done).hasValue(1);
        assertThat(heard).isEmpty();
        assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
        assertThat(job.progress().reading()).isEqualTo(new Progress.Reading(0.5, "half"));
        assertThat(Thread.interrupted()).as("a leftover interrupt").isFalse();
    }

    @Test
    void theSamplerKeepsEachReadersRateAndRestsWhileHidden() {
        FrameSampler sampler = new FrameSampler(Runnable::run);
        AtomicInteger fast = new AtomicInteger();
        AtomicInteger slow = new AtomicInteger();
        sampler.register(15, fast::incrementAndGet);
        var subscription = sampler.register(5, slow::incrementAndGet);
        for (int tick = 0; tick < 15; tick++) {
            sampler.tick(tick * 66_000_000L);
        }
        assertThat(fast).hasValue(15);
        assertThat(slow).hasValueBetween(4, 6);
        sampler.setVisible(false);
        sampler.tick(10_000_000_000L);
        assertThat(fast).hasValue(15);
        sampler.setVisible(true);
        subscription.unsubscribe();
        int before = slow.get();
        sampler.tick(20_000_000_000L);
        assertThat(fast).hasValue(16);
        assertThat(slow).hasValue(before);
    }

    @Test
    void aSampledValueIsOnlyHandedOverWhenItIsNew() {
        FrameSampler sampler = new FrameSampler(Runnable::run);
        AtomicReference<String> source = new AtomicReference<>("a");
        List<String> shown = new ArrayList<>();
        sampler.sample(15, source::get, shown::add);
        sampler.tick(0);
        sampler.tick(1_000_000_000L);
        source.set("b");
        sampler.tick(2_000_000_000L);
        assertThat(shown).containsExactly("a", "b");
    }

    @Test
    void theProbeSeesABlockedFxThread() throws Exception {
        Fx.start();
        try (FxProbe probe = FxProbe.forWindow()) {
            probe.start();
            CountDownLatch blocked = new CountDownLatch(1);
            Fx.run(
                    () -> {
                        // The probe's own subject: a handler that holds the FX thread.
                        long end = System.nanoTime() + 200_000_000L;
                        while (System.nanoTime() < end) {
                            Thread.onSpinWait();
                        }
                        blocked.countDown();
                    });
            blocked.await();
            Fx.await("samples", () -> probe.report().samples() >= 20);
            assertThat(probe.report().max()).isBetween(100.0, 5000.0);
            assertThat(probe.report().toString()).contains("p99");
        }
    }
}
