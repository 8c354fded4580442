package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import ldmstudio.engine.condition.ClipTextModel;
import ldmstudio.engine.condition.TextEncoders;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.RunConfigs;
import ldmstudio.engine.pipeline.ModelPlace;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.RunState;
import ldmstudio.engine.run.RunStatus;
import ldmstudio.engine.tensor.Ops;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of {@code stage: text_encoder}. */
class TextStageRunTest {
    private static final String TINY =
            """
            stage: text_encoder
            name: tiny-text
            seed: 3
            machine: {device: cpu, compute: fp32, threads: 1, data_threads: 1}
            data: {type: shapes, variety: plain, count: 200, validation_fraction: 0.1}
            text_encoder: {text_width: 32, text_layers: 1, text_length: 24, text_vocabulary: 800, projection_dim: 16}
            image_encoder: {img_size: 16, patch_size: 8, image_width: 32, image_layers: 1}
            training:
              batch_size: 8
              max_train_steps: 8
              learning_rate: 1e-3
              lr_warmup_steps: 2
              ema_decay: 0.9
              log_every: 1
              evaluate_every: 4
              preview_count: 2
              validation_count: 16
              checkpoint_every: 4
              keep_last: 2
            """;

    @TempDir Path folder;

    @Test
    void aRunLeavesItsRecordAndATextEncoderThatADiffusionRunCanName() throws Exception {
        Path run = folder.resolve("runs/text");
        train(config(), run);

        assertThat(RunStatus.of(run).state()).isEqualTo(RunState.FINISHED);
        assertThat(RunStatus.of(run).stage()).isEqualTo("text_encoder");
        List<Event> events = TrainingRunTest.events(run);
        assertThat(events)
                .anyMatch(
                        e ->
                                e instanceof Event.Step s
                                        && s.metrics().containsKey("loss")
                                        && s.metrics().containsKey("logit_scale"));
        assertThat(events)
                .anyMatch(
                        e ->
                                e instanceof Event.Evaluation v
                                        && v.metrics().get("retrieval_by_text") >= 0
                                        && v.metrics().get("retrieval_by_picture") <= 1
                                        && v.metrics().containsKey("val_loss"));
        for (String file : List.of("input-01.png", "retrieved-01.png")) {
            assertThat(run.resolve("previews/step-00000008").resolve(file)).exists();
        }
        Path named = ModelPlace.textEncoder("runs/text", List.of(folder));
        try (Ops ops = Ops.cpu();
                ClipTextModel text = TextEncoders.load(ops, named)) {
            assertThat(text.pooledWidth()).isEqualTo(16);
            assertThat(text.contextWidth()).isEqualTo(32);
            assertThat(text.tokenizer().encode("a red circle").truncated()).isFalse();
        }
        assertThat(named.resolve("image_encoder/model.safetensors")).exists();
        assertThat(Files.readString(named.resolve("model_index.json")))
                .contains("CLIPTextModelWithProjection");
    }

    @Test
    void aResumedRunEndsInTheSameBits() throws Exception {
        Path whole = folder.resolve("runs/whole");
        train(config(), whole);
        Path parts = folder.resolve("runs/parts");
        try (Trainings.Ready ready = Trainings.start(config(), parts)) {
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
        assertThat(RunStatus.of(parts).state()).isEqualTo(RunState.STOPPED);
        try (Trainings.Ready ready = Trainings.resume(parts)) {
            ready.run(new TrainingObserver() {});
        }
        TrainingRunTest.assertSameState(whole, parts, 8);
    }

    @Test
    void whatDoesNotFitIsReportedAtTheField() {
        assertThat(
                        RunConfigs.validate(
                                RunConfigs.with(
                                        RunConfigs.parse(TINY, "tiny.yaml", Path.of("")),
                                        "image_encoder.patch_size",
                                        5)))
                .extracting(p -> p.key())
                .containsExactly("image_encoder.patch_size");
    }

    private static RunConfig config(String... overrides) {
        return RunConfigs.withOverrides(
                RunConfigs.parse(TINY, "tiny.yaml", Path.of("")), List.of(overrides));
    }

    private static void train(RunConfig config, Path run) throws Exception {
        try (Trainings.Ready ready = Trainings.start(config, run)) {
            ready.run(new TrainingObserver() {});
        }
    }
}
