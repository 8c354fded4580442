package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import ldmstudio.engine.config.ConfigException;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.pipeline.LoadedModel;
import ldmstudio.engine.pipeline.PipelineListener;
import ldmstudio.engine.pipeline.SamplingPlan;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistillationTest {
    private static final MachineConfig MACHINE = new MachineConfig("cpu", "fp32", 1);

    @TempDir Path folder;

    private static void train(RunConfig config, Path run) throws Exception {
        try (Trainings.Ready ready = Trainings.start(config, run)) {
            ready.run(new TrainingObserver() {});
        }
    }

    private Path teacher(String... overrides) throws Exception {
        Path run = folder.resolve("runs/teacher");
        train(TinyRuns.stage2(overrides), run);
        return run;
    }

    private static RunConfig student(Path teacher, String... more) {
        String[] all = new String[more.length + 4];
        all[0] = "distillation.teacher=" + teacher.toAbsolutePath();
        all[1] = "distillation.solver_steps=10";
        all[2] = "sampling.sampler=lcm";
        all[3] = "sampling.steps=2";
        System.arraycopy(more, 0, all, 4, more.length);
        return TinyRuns.stage2(all);
    }

    private static List<Double> losses(Path run) throws Exception {
        try (RunFolder record = RunFolder.open(run)) {
            return record.events().readAll().stream()
                    .filter(e -> e instanceof Event.Step)
                    .map(e -> ((Event.Step) e).metrics().get("loss"))
                    .toList();
        }
    }

    @Test
    void aStudentIsTaughtDrawsInTwoStepsAndHearsTheGuidanceScale() throws Exception {
        Path teacher = teacher();
        Path run = folder.resolve("runs/student");
        train(student(teacher), run);
        assertThat(losses(run)).hasSize(10).allMatch(loss -> loss > 0 && loss < 10);
        try (LoadedModel model = LoadedModel.load(run, MACHINE)) {
            DenoiserNetwork network = model.pipeline().model().denoiser();
            assertThat(network.needs().guidance()).isTrue();
            SamplingPlan plan = SamplingPlan.ofClasses(model.defaults(), List.of(0, 1), 2, 0);
            List<PixelImage> drawn = model.sample(plan, PipelineListener.NONE);
            assertThat(drawn).hasSize(2);
            assertThat(model.defaults().sampler()).isEqualTo("lcm");
        }
    }

    @Test
    void aStudentThatIsStoppedGoesOnToTheSameBits() throws Exception {
        Path teacher = teacher();
        Path whole = folder.resolve("runs/whole");
        train(student(teacher), whole);
        Path parts = folder.resolve("runs/parts");
        try (Trainings.Ready ready = Trainings.start(student(teacher), parts)) {
            ready.run(
                    new TrainingObserver() {
                        @Override
                        public void step(long step, long totalSteps, double stepsPerSecond) {
                            if (step == 5) {
                                ready.loop().control().stop(true);
                            }
                        }
                    });
        }
        try (Trainings.Ready ready = Trainings.resume(parts)) {
            ready.run(new TrainingObserver() {});
        }
        String weights = "checkpoints/step-00000010/unet/diffusion_pytorch_model.safetensors";
        assertThat(Files.mismatch(whole.resolve(weights), parts.resolve(weights))).isEqualTo(-1);
    }

    @Test
    void trainingGoesOnFromAnotherModelsWeights() throws Exception {
        Path before = teacher();
        Path run = folder.resolve("runs/tuned");
        train(
                TinyRuns.stage2("init_from=" + before.toAbsolutePath(), "training.learning_rate=0"),
                run);
        String weights = "checkpoints/step-00000010/unet/diffusion_pytorch_model.safetensors";
        assertThat(Files.mismatch(before.resolve(weights), run.resolve(weights))).isEqualTo(-1);
    }

    @Test
    void aModelLearnsToPaintAroundAndBeginsWithTheAnswersOfTheOneBefore() throws Exception {
        Path before = teacher();
        Path run = folder.resolve("runs/around");
        train(
                TinyRuns.stage2(
                        "init_from=" + before.toAbsolutePath(),
                        "condition.paint_around=mask+latents"),
                run);
        try (LoadedModel model = LoadedModel.load(run, MACHINE)) {
            DenoiserNetwork network = model.pipeline().model().denoiser();
            assertThat(network.needs().imageChannels()).isEqualTo(4);
            assertThat(network.paintsAroundKnown()).isTrue();
            assertThat(
                            model.sample(
                                    SamplingPlan.ofClasses(model.defaults(), List.of(0), 1, 0),
                                    PipelineListener.NONE))
                    .hasSize(1);
        }
    }

    @Test
    void aTeacherThatSaysNothingWhereTheStudentBeginsIsRefused() throws Exception {
        Path teacher =
                teacher("diffusion.beta_schedule=cosine", "diffusion.num_train_timesteps=1000");
        assertThatThrownBy(() -> train(student(teacher), folder.resolve("runs/blind")))
                .hasMessageContaining("predicted noise says nothing")
                .hasMessageContaining("v_prediction");
    }

    @Test
    void whatCannotBeTaughtIsRefusedInWords() throws Exception {
        assertThatThrownBy(() -> student(folder.resolve("x"), "training.ema_decay=0"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("moving average");
        assertThatThrownBy(
                        () ->
                                Trainings.start(
                                        student(folder.resolve("nowhere")),
                                        folder.resolve("runs/none")))
                .hasMessageContaining("nowhere");
        Path other = teacher("denoiser.unet_channels_per_block=[8,24]");
        assertThatThrownBy(
                        () ->
                                train(
                                        TinyRuns.stage2("init_from=" + other.toAbsolutePath()),
                                        folder.resolve("runs/misfit")))
                .hasMessageContaining("shape");
    }
}
