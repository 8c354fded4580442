package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.config.ConfigException;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.pipeline.LoadedModel;
import ldmstudio.engine.pipeline.PipelineListener;
import ldmstudio.engine.pipeline.SamplingPlan;
import ldmstudio.engine.pipeline.Wish;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DistillationTest {
    private static final MachineConfig MACHINE = new MachineConfig("cpu", "fp32", 1);

    @TempDir Path folder;

    private static void train(RunConfig config, Path run) throws Exception {
        try (Trainings.Ready ready = Trainings.start(config, run)) {
            ready.run(new TrainingObserver() {});
        }
    }

    /** A network and process that can be taught. */
    private record Kind(String name, String denoiser, List<String> overrides) {
        RunConfig config(String... more) {
            List<String> all = new ArrayList<>(overrides);
            all.addAll(List.of("sampling.sampler=lcm", "sampling.steps=2"));
            all.addAll(List.of(more));
            return TinyRuns.stage2(denoiser, all);
        }

        RunConfig student(Path teacher) {
            return config(
                    "distillation.teacher=" + teacher.toAbsolutePath(),
                    "distillation.solver_steps=10");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<String> FLOW =
            List.of("diffusion.process=flow", "diffusion.prediction_type=velocity");

    private static final Kind TRANSFORMER =
            new Kind(
                    "transformer along tld",
                    "{type: transformer, img_size: 8, in_channels: 3, patch_size: 2,"
                            + " embed_dim: 64, n_layers: 1, mlp_multiplier: 1,"
                            + " noise_embed_dims: 8}",
                    List.of(
                            "diffusion.process=tld",
                            "diffusion.prediction_type=sample",
                            "condition.type=text",
                            "condition.text_width=32",
                            "condition.text_layers=1"));

    static List<Kind> kinds() {
        return List.of(
                TRANSFORMER,
                new Kind(
                        "unet along flow",
                        "{type: unet, img_size: 8, in_channels: 3,"
                                + " unet_channels_per_block: [8, 16],"
                                + " unet_attention: [false, true],"
                                + " unet_residual_layers_per_block: 1, attention_head_dim: 8,"
                                + " norm_num_groups: 4}",
                        FLOW),
                new Kind(
                        "dit along flow",
                        "{type: dit, img_size: 8, in_channels: 3, patch_size: 2,"
                                + " hidden_size: 16, depth: 1, num_heads: 2}",
                        FLOW),
                new Kind(
                        "eai unet along vp",
                        "{type: eai_unet, img_size: 8, in_channels: 3, down_channels: [8, 8],"
                                + " mid_channels: [8, 8], down_sample: [true],"
                                + " attn_down: [false], time_emb_dim: 8, norm_channels: 4,"
                                + " num_heads: 2, conv_out_channels: 8, num_down_layers: 1,"
                                + " num_mid_layers: 1, num_up_layers: 1}",
                        List.of()));
    }

    private Path teacher(String... overrides) throws Exception {
        return taught(TinyRuns.stage2(overrides));
    }

    private Path taught(RunConfig config) throws Exception {
        Path run = folder.resolve("runs/teacher");
        train(config, run);
        return run;
    }

    private static RunConfig student(Path teacher, String... more) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "distillation.teacher=" + teacher.toAbsolutePath(),
                                "distillation.solver_steps=10",
                                "sampling.sampler=lcm",
                                "sampling.steps=2"));
        all.addAll(List.of(more));
        return TinyRuns.stage2(all.toArray(String[]::new));
    }

    private static List<Double> losses(Path run) throws Exception {
        return metric(run, "loss");
    }

    private static List<Double> metric(Path run, String name) throws Exception {
        try (RunFolder record = RunFolder.open(run)) {
            List<Double> values = new ArrayList<>();
            for (Event event : record.events().readAll()) {
                if (event instanceof Event.Step step && step.metrics().containsKey(name)) {
                    values.add(step.metrics().get(name));
                } else if (event instanceof Event.Evaluation looked
                        && looked.metrics().containsKey(name)) {
                    values.add(looked.metrics().get(name));
                }
            }
            return values;
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

    @ParameterizedTest
    @MethodSource("kinds")
    void everyNetworkAndProcessIsTaughtFromItsTeachersAnswersAndDrawsInOneToFourSteps(Kind kind)
            throws Exception {
        Path teacher = taught(kind.config());
        Path run = folder.resolve("runs/student");
        train(kind.student(teacher), run);
        assertThat(losses(run)).hasSize(10).allMatch(loss -> loss > 0 && loss < 10);
        try (LoadedModel model = LoadedModel.load(run, MACHINE)) {
            assertThat(model.pipeline().model().denoiser().needs().guidance()).isTrue();
            assertThat(model.pipeline().model().habit().consistencyLevels()).isEqualTo(10);
            assertThat(model.samplers()).contains("lcm");
            for (int steps = 1; steps <= 4; steps++) {
                SamplingConfig how = model.defaults().with("steps", steps);
                Wish wish = model.listensToText() ? Wish.ofText("a star") : Wish.ofClass(1);
                List<Integer> reported = new ArrayList<>();
                List<PixelImage> drawn =
                        model.sample(
                                new SamplingPlan(how, List.of(wish), 1, 0),
                                new PipelineListener() {
                                    @Override
                                    public void step(
                                            int step,
                                            int total,
                                            List<PixelImage> previews,
                                            int first) {
                                        reported.add(step);
                                    }
                                });
                assertThat(drawn).hasSize(1);
                assertThat(reported).hasSize(steps);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aStudentBeginsWithItsTeachersAnswersWhateverScaleItIsTold(Kind kind) throws Exception {
        Path teacher = taught(kind.config());
        Path checkpoint = FineTuning.place("distillation.teacher", teacher.toString(), List.of());
        try (Ops ops = Ops.cpu();
                Scope scope = Scope.open();
                DenoiserNetwork old = FineTuning.teacher(ops, checkpoint);
                DenoiserNetwork young = FineTuning.student(ops, checkpoint, 16)) {
            assertThat(young.needs().guidance()).isTrue();
            assertThat(young.configMap()).containsEntry("time_cond_proj_dim", 16);
            assertThat(old.configMap()).doesNotContainKey("time_cond_proj_dim");
            NDArray x = ops.array(new Noise(1, "x").normal(0, 0, 2 * 3 * 8 * 8), 2, 3, 8, 8);
            NDArray time = ops.array(new float[] {0.3f, 0.9f}, 2);
            Conditioning told =
                    old.needs().classes() > 0
                            ? Conditioning.ofClasses(ops.array(new long[] {0, 1}, 2))
                            : Conditioning.ofPooled(ops.ones(2, old.needs().pooledWidth()));
            float[] before = ops.floats(old.forward(x, time, told));
            NDArray w = ops.array(new float[] {1, 6}, 2);
            assertThat(ops.floats(young.forward(x, time, told.withGuidance(w))))
                    .containsExactly(before);
            young.parameters()
                    .forEach(
                            (name, parameter) -> {
                                if (name.endsWith("cond_proj.weight")) {
                                    int size = (int) parameter.shape().size();
                                    parameter.set(new Noise(2, name).normal(0, 0, size));
                                }
                            });
            assertThat(ops.floats(young.forward(x, time, told.withGuidance(w))))
                    .isNotEqualTo(before);
            assertThatThrownBy(() -> young.forward(x, time, told))
                    .hasMessageContaining("guidance scale");
            assertThatThrownBy(() -> old.forward(x, time, told.withGuidance(w)))
                    .hasMessageContaining("guidance scale");
        }
    }

    @Test
    void whatIsLearnedBringsTheStudentNearerToItsOwnAnswers() throws Exception {
        String[] longer = {
            "training.max_train_steps=60",
            "training.evaluate_every=20",
            "training.learning_rate=3e-3",
            "training.lr_scheduler=constant"
        };
        Path teacher = teacher(longer);
        Path run = folder.resolve("runs/student");
        train(student(teacher, longer), run);
        List<Double> heldOut = metric(run, "val_loss");
        assertThat(heldOut).hasSize(4);
        assertThat(heldOut.get(3)).isLessThan(0.8 * heldOut.get(0));
    }

    @Test
    void aTeacherThatIsToldNothingIsNotGuided() throws Exception {
        String[] alone = {"condition.type=none", "sampling.guidance_scale=1"};
        Path teacher = teacher(alone);
        Path run = folder.resolve("runs/student");
        train(student(teacher, alone), run);
        try (LoadedModel model = LoadedModel.load(run, MACHINE)) {
            assertThat(model.pipeline().model().denoiser().needs().guidance()).isFalse();
        }
    }

    @Test
    void aStudentDoesNotTeach() throws Exception {
        Path teacher = teacher();
        Path run = folder.resolve("runs/student");
        train(student(teacher), run);
        assertThatThrownBy(() -> train(student(run), folder.resolve("runs/grandchild")))
                .hasMessageContaining("few-step student itself");
    }

    @Test
    void aStudentThatIsStoppedGoesOnToTheSameBits() throws Exception {
        stoppedGoesOnToTheSameBits("unet", student(teacher()));
    }

    @Test
    void soDoesAStudentAlongAStraightLine() throws Exception {
        stoppedGoesOnToTheSameBits(
                "transformer", TRANSFORMER.student(taught(TRANSFORMER.config())));
    }

    private void stoppedGoesOnToTheSameBits(String part, RunConfig student) throws Exception {
        Path whole = folder.resolve("runs/whole");
        train(student, whole);
        Path parts = folder.resolve("runs/parts");
        try (Trainings.Ready ready = Trainings.start(student, parts)) {
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
        String weights =
                "checkpoints/step-00000010/" + part + "/diffusion_pytorch_model.safetensors";
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
        assertThatThrownBy(() -> student(folder.resolve("x"), "sampling.guidance_scale=9"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the student is told")
                .hasMessageContaining("2.0 to 8.0");
        assertThatThrownBy(() -> student(folder.resolve("x"), "sampling.steps=11"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("solver_steps");
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
