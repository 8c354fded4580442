package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.run.RunState;
import ldmstudio.engine.run.RunStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
    @TempDir Path folder;

    @Test
    void aStage1RunLeavesItsWholeRecord() throws Exception {
        Path run = folder.resolve("runs/ae");
        train(TinyRuns.stage1(), run);

        List<Event> events = events(run);
        assertThat(steps(events)).hasSize(10);
        assertThat(steps(events).get(9).metrics())
                .containsKeys(
                        "loss",
                        "reconstruction_loss",
                        "kl_loss",
                        "generator_loss",
                        "discriminator_loss",
                        "logits_real",
                        "logits_fake",
                        "adaptive_weight",
                        "learning_rate",
                        "gradient_norm",
                        "memory_mib",
                        "live_arrays");
        assertThat(steps(events).get(2).metrics()).containsEntry("discriminator_active", 0.0);
        assertThat(steps(events).get(5).metrics()).containsEntry("discriminator_active", 1.0);
        assertThat(events)
                .anyMatch(
                        e ->
                                e instanceof Event.DiscriminatorChanged change
                                        && change.active()
                                        && change.step() == 5);
        assertThat(events)
                .anyMatch(
                        e ->
                                e instanceof Event.Evaluation v
                                        && v.metrics().containsKey("val_psnr"));
        assertThat(RunStatus.of(run).state()).isEqualTo(RunState.FINISHED);
        for (String file :
                List.of("input-00.png", "reconstruction-01.png", "discriminator-00.png")) {
            assertThat(run.resolve("previews/step-00000010").resolve(file)).exists();
        }
        // keep_last is 2: 3, 6, 9 and the last one were written.
        try (RunFolder record = RunFolder.open(run)) {
            assertThat(record.checkpoints()).extracting(c -> c.step()).containsExactly(9L, 10L);
        }
        assertThat(run.resolve("checkpoints/step-00000010/vae/config.json")).exists();
    }

    @Test
    void aStage2RunOnLatentsEncodesOnceAndKeepsItsAutoencoder() throws Exception {
        Path ae = folder.resolve("runs/ae");
        train(TinyRuns.stage1(), ae);
        Path run = folder.resolve("runs/diffusion");
        train(TinyRuns.stage2(TinyRuns.onLatents(ae)), run);

        List<Event> events = events(run);
        assertThat(steps(events)).hasSize(10);
        assertThat(steps(events).get(0).metrics().keySet())
                .anyMatch(k -> k.startsWith("loss_bucket_"));
        assertThat(events)
                .anyMatch(
                        e ->
                                e instanceof Event.Evaluation v
                                        && v.metrics().containsKey("val_loss_bucket_0"));
        assertThat(run.resolve("previews/step-00000005/grid.png")).exists();
        assertThat(run.resolve("autoencoder/config.json")).exists();
        assertThat(folder.resolve("latents")).isDirectory();
        assertThat(run.resolve("checkpoints/step-00000010/vae/diffusion_pytorch_model.safetensors"))
                .exists();
        assertThat(run.resolve("checkpoints/step-00000010/scheduler/scheduler_config.json"))
                .exists();
    }

    @Test
    void stoppingAndResumingGivesTheSameBitsAsNeverStopping() throws Exception {
        for (String stage : List.of("stage1", "stage2")) {
            RunConfig config = stage.equals("stage1") ? TinyRuns.stage1() : TinyRuns.stage2();
            Path whole = folder.resolve("runs/" + stage + "-whole");
            train(config, whole);
            Path parts = folder.resolve("runs/" + stage + "-parts");
            stopAt(Trainings.start(config, parts), 5);
            assertThat(RunStatus.of(parts).state()).isEqualTo(RunState.STOPPED);
            stopAt(Trainings.resume(parts), 8);
            try (Trainings.Ready ready = Trainings.resume(parts)) {
                ready.run(new TrainingObserver() {});
            }
            assertSameState(whole, parts, 10);
        }
    }

    @Test
    void accumulationOfTwoHalvesIsTheWholeBatch() throws Exception {
        Path whole = folder.resolve("runs/whole");
        train(TinyRuns.stage2("training.max_train_steps=1"), whole);
        Path halves = folder.resolve("runs/halves");
        train(
                TinyRuns.stage2(
                        "training.max_train_steps=1",
                        "training.batch_size=2",
                        "training.gradient_accumulation_steps=2"),
                halves);
        // Not the same noise, since the halves are batches of their own, but both are steps of the
        // same size.
        assertThat(steps(events(halves))).hasSize(1);
        assertThat(steps(events(halves)).get(0).metrics().get("loss")).isPositive().isLessThan(10);
    }

    @Test
    void theDiscriminatorIsSwitchedWithinAStepAndMarked() throws Exception {
        Path run = folder.resolve("runs/switch");
        try (Trainings.Ready ready =
                Trainings.start(TinyRuns.stage1("discriminator.start=off"), run)) {
            ready.run(
                    new TrainingObserver() {
                        @Override
                        public void step(long step, long totalSteps, double stepsPerSecond) {
                            if (step == 3) {
                                ready.loop().control().set("disc_start", "now");
                            }
                            if (step == 6) {
                                ready.loop().control().set("disc_start", "off");
                            }
                        }
                    });
        }
        List<Event.Step> steps = steps(events(run));
        for (Event.Step step : steps) {
            boolean on = step.step() >= 4 && step.step() <= 6;
            assertThat(step.metrics().get("discriminator_active"))
                    .as("step " + step.step())
                    .isEqualTo(on ? 1.0 : 0.0);
        }
        assertThat(events(run).stream().filter(e -> e instanceof Event.DiscriminatorChanged))
                .extracting(e -> ((Event.DiscriminatorChanged) e).active())
                .containsExactly(true, false);
    }

    @Test
    void aPausedRunWaitsAndAStoppedOneEnds() throws Exception {
        Path run = folder.resolve("runs/pause");
        try (Trainings.Ready ready = Trainings.start(TinyRuns.stage2(), run)) {
            TrainingLoop.End end =
                    ready.run(
                            new TrainingObserver() {
                                @Override
                                public void step(
                                        long step, long totalSteps, double stepsPerSecond) {
                                    if (step == 2) {
                                        ready.loop().control().pause();
                                    }
                                }

                                @Override
                                public void paused(long step) {
                                    assertThat(step).isEqualTo(2);
                                    ready.loop().control().set("max_train_steps", "4");
                                    ready.loop().control().checkpointNow();
                                    ready.loop().control().proceed();
                                }
                            });
            assertThat(end).isEqualTo(new TrainingLoop.End(4, false));
        }
        assertThat(events(run))
                .anyMatch(e -> e instanceof Event.Paused)
                .anyMatch(e -> e instanceof Event.Resumed);
        assertThat(events(run))
                .anyMatch(e -> e instanceof Event.CheckpointSaved c && c.step() == 2)
                .anyMatch(
                        e ->
                                e instanceof Event.Waits waits
                                        && waits.step() == 4
                                        && waits.dataShare() > 0
                                        && waits.dataShare() + waits.writingShare() < 1);
    }

    @Test
    void aDivergedRunSaysWhereAndKeepsItsCheckpoint() throws Exception {
        Path run = folder.resolve("runs/nan");
        try (Trainings.Ready ready =
                Trainings.start(
                        TinyRuns.stage2(
                                "training.lr_warmup_steps=0",
                                "training.max_grad_norm=0",
                                "training.evaluate_every=100"),
                        run)) {
            assertThatThrownBy(
                            () ->
                                    ready.run(
                                            new TrainingObserver() {
                                                @Override
                                                public void step(
                                                        long step, long total, double pace) {
                                                    if (step == 4) {
                                                        poison(ready.loop());
                                                    }
                                                }
                                            }))
                    .isInstanceOf(DivergedException.class)
                    .hasMessageContaining("loss became")
                    .hasMessageContaining("at step 5");
        }
        Event last = events(run).get(events(run).size() - 1);
        assertThat(last).isInstanceOf(Event.Failed.class);
        assertThat(((Event.Failed) last).details()).contains("Pictures of the batch: shape-");
        assertThat(((Event.Failed) last).hint()).contains("checkpoint is intact");
        try (Trainings.Ready again = Trainings.resume(run)) {
            assertThat(again.from()).isNotNull();
            assertThat(again.run(new TrainingObserver() {}).step()).isEqualTo(10);
        }
    }

    @Test
    void aRemovedFolderIsReportedInWords() throws Exception {
        Path run = folder.resolve("runs/removed");
        Trainings.Ready ready = Trainings.start(TinyRuns.stage2(), run);
        assertThatThrownBy(
                        () ->
                                ready.run(
                                        new TrainingObserver() {
                                            @Override
                                            public void step(long step, long total, double pace) {
                                                if (step == 2) {
                                                    remove(run);
                                                }
                                            }
                                        }))
                .hasMessageContaining(run.getFileName().toString())
                .hasMessageNotContaining("NullPointer");
    }

    @Test
    void conditionByClassNeedsClasses() throws Exception {
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        for (int i = 0; i < 4; i++) {
            ldmstudio.engine.run.PngFiles.write(
                    new ldmstudio.engine.data.PixelImage(8, 8, new int[64]),
                    Map.of(),
                    pictures.resolve(i + ".png"));
        }
        assertThatThrownBy(
                        () ->
                                Trainings.start(
                                        TinyRuns.stage2(
                                                "data.type=folder", "data.path=" + pictures),
                                        folder.resolve("runs/none")))
                .hasMessageContaining("have no classes");
    }

    @Test
    void anotherFactorIsRefused() throws Exception {
        Path ae = folder.resolve("runs/ae");
        train(TinyRuns.stage1(), ae);
        Path run = folder.resolve("runs/diffusion");
        stopAt(Trainings.start(TinyRuns.stage2(TinyRuns.onLatents(ae)), run), 4);
        Path kept = run.resolve("autoencoder/config.json");
        Files.writeString(
                kept,
                Files.readString(kept)
                        .replaceAll(
                                "\"scaling_factor\" : [0-9.E-]+", "\"scaling_factor\" : 0.18215"));
        try (Trainings.Ready again = Trainings.resume(run)) {
            assertThatThrownBy(() -> again.run(new TrainingObserver() {}))
                    .hasMessageContaining("scaling factor");
        }
    }

    /** One weight that is not a number makes the next loss none. */
    private static void poison(TrainingLoop loop) {
        Parameter first =
                ((Stage2Trainer) loop.task()).network().parameters().values().iterator().next();
        float[] values = new float[(int) first.shape().size()];
        values[0] = Float.NaN;
        first.set(values);
    }

    private static void remove(Path run) {
        try {
            ldmstudio.engine.run.DurableFiles.deleteTree(run);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void train(RunConfig config, Path run) throws Exception {
        try (Trainings.Ready ready = Trainings.start(config, run)) {
            ready.run(new TrainingObserver() {});
        }
    }

    private static void stopAt(Trainings.Ready ready, long at) throws Exception {
        try (ready) {
            ready.run(
                    new TrainingObserver() {
                        @Override
                        public void step(long step, long totalSteps, double stepsPerSecond) {
                            if (step == at) {
                                ready.loop().control().stop(true);
                            }
                        }
                    });
        }
    }

    static List<Event> events(Path run) throws Exception {
        try (RunFolder record = RunFolder.open(run)) {
            return record.events().readAll();
        }
    }

    private static List<Event.Step> steps(List<Event> events) {
        List<Event.Step> steps = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Event.Step step) {
                steps.add(step);
            }
        }
        return steps;
    }

    /** Every tensor of the training's state, weights, averages and moments, bit by bit. */
    static void assertSameState(Path one, Path other, long step) throws Exception {
        String file = String.format("checkpoints/step-%08d/training_state.safetensors", step);
        try (SafetensorsFile a = SafetensorsFile.open(one.resolve(file));
                SafetensorsFile b = SafetensorsFile.open(other.resolve(file))) {
            assertThat(a.names()).isEqualTo(b.names()).isNotEmpty();
            for (String name : a.names()) {
                assertThat(a.bytes(name)).as(name).isEqualTo(b.bytes(name));
            }
        }
    }
}
