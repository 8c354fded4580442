package ldmstudio.app.screen.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import ldmstudio.app.action.Action;
import ldmstudio.app.client.WorkerException;
import ldmstudio.app.screen.diffusion.DiffusionContent;
import ldmstudio.app.screen.training.TrainingScreen;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.checkpoint.Inspection;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.run.Manifest;
import ldmstudio.engine.worker.Protocol;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ModelsScreenTest {
    @TempDir Path folder;
    private final List<FakeWorker> workers = new CopyOnWriteArrayList<>();

    private StudioWindow open() {
        return StudioWindow.open(
                folder,
                work -> {
                    FakeWorker worker = new FakeWorker();
                    workers.add(worker);
                    return worker;
                });
    }

    private FakeWorker.Asked asked(int worker, Class<? extends Request> type) {
        Fx.await(
                type.getSimpleName(),
                () -> workers.size() > worker && workers.get(worker).last(type).isPresent());
        return workers.get(worker).last(type).orElseThrow();
    }

    /** Answers as a worker does, through the protocol. */
    private static void answer(FakeWorker.Asked asked, Inspection inspection) throws Exception {
        String line =
                Protocol.write(
                        new Reply.Ok(asked.request().id(), Map.of("inspection", inspection)));
        asked.answer().complete((Reply.Ok) Protocol.readReply(line));
    }

    private static void look(StudioWindow window, Path path) {
        Fx.run(() -> window.context().navigator().show("models", new OpenRequest.Inspect(path)));
    }

    private Path checkpoint() throws Exception {
        Path file = folder.resolve("v1-5-pruned.ckpt");
        byte[] bytes = new byte[3 << 20];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return Files.write(file, bytes);
    }

    private static Inspection stableDiffusion(Path file) {
        List<Inspection.Tensor> tensors = new ArrayList<>();
        String unet = "model.diffusion_model.";
        tensors.add(
                new Inspection.Tensor(unet + "time_embed.0.weight", "F16", List.of(1280L, 320L)));
        tensors.add(
                new Inspection.Tensor(
                        unet + "input_blocks.0.0.weight", "F16", List.of(320L, 4L, 3L, 3L)));
        for (int block = 1; block <= 11; block++) {
            for (String side : List.of("attn1.to_q", "attn1.to_k", "attn2.to_q", "attn2.to_k")) {
                tensors.add(
                        new Inspection.Tensor(
                                unet
                                        + "input_blocks."
                                        + block
                                        + ".1.transformer_blocks.0."
                                        + side
                                        + ".weight",
                                "F16",
                                List.of(320L, side.startsWith("attn2.to_k") ? 768L : 320L)));
            }
        }
        tensors.add(new Inspection.Tensor("model_ema.decay", "F32", List.of()));
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("global_step", "840000");
        metadata.put("pytorch-lightning_version", "1.4.2");
        metadata.put("modelspec.license", "CreativeML Open RAIL-M ".repeat(8).strip());
        return new Inspection(
                file.toString(),
                "torch zip",
                "stable_diffusion_1",
                "a Stable Diffusion 1 checkpoint in CompVis' names",
                "ldm sample draws from it; ldm convert makes a diffusers folder of it.",
                4_265_380_512L,
                "",
                1_066_235_307L,
                Map.of("F16", 1_066_235_306L, "F32", 1L),
                metadata,
                List.of(
                        new Inspection.Part(
                                "unet",
                                "UNet2DConditionModel",
                                859_520_964L,
                                Map.of("cross_attention_dim", 768, "in_channels", 4)),
                        new Inspection.Part(
                                "vae", "AutoencoderKL", 83_653_863L, Map.of("latent_channels", 4)),
                        new Inspection.Part(
                                "text_encoder",
                                "CLIPTextModel",
                                123_060_480L,
                                Map.of("hidden_size", 768))),
                tensors);
    }

    @Test
    void theEmptyPageSaysWhatToDropAndThePaletteLeadsToIt() {
        try (StudioWindow window = open()) {
            window.click("rail-models");
            Fx.await("both doors", () -> window.scene().lookup("#models-choose-folder") != null);
            assertThat(window.has("models-choose-file")).isTrue();
            assertThat(window.context().actions().all())
                    .map(Action::name)
                    .contains("Inspect a model file…");
            ScreenshotHarness.save("models-empty", window.scene(), window.context().theme());
        }
    }

    @Test
    void aModelIsConvertedWithProgressAndAnEarlierResultIsReplacedOnlyWhenAsked() throws Exception {
        Path file = checkpoint();
        Files.createDirectory(folder.resolve("v1-5-pruned-diffusers"));
        try (StudioWindow window = open()) {
            look(window, file);
            answer(asked(0, Request.Inspect.class), stableDiffusion(file));
            Fx.await("the card", () -> window.scene().lookup("#convert-start") != null);
            ScrollPane card = window.node("model-card");
            window.click("convert-start");
            Label outcome = window.node("convert-outcome");
            assertThat(Fx.get(outcome::getText)).contains("is there already");
            assertThat(workers).as("nothing is written before the answer").hasSize(1);
            Fx.run(() -> card.setVvalue(1));
            ScreenshotHarness.save(
                    "models-convert-exists", window.scene(), window.context().theme());

            window.click("convert-type-fp16");
            window.click("convert-replace");
            FakeWorker.Asked convert = asked(1, Request.Convert.class);
            assertThat(convert.request())
                    .isEqualTo(
                            new Request.Convert(
                                    convert.request().id(),
                                    file.toString(),
                                    folder + "/v1-5-pruned-diffusers",
                                    "diffusers",
                                    "fp16",
                                    true));
            convert.during()
                    .accept(
                            new Reply.Progress(
                                    convert.request().id(), "unet", 0.4, 4, 10, List.of(), 0));
            ProgressBar bar = window.node("convert-bar");
            Fx.await("the progress", () -> bar.getProgress() == 0.4);
            Fx.run(() -> card.setVvalue(1));
            ScreenshotHarness.save("models-converting", window.scene(), window.context().theme());
            convert.answer()
                    .completeExceptionally(
                            new WorkerException("the disk is full", "Free some space.", ""));
            Fx.await(
                    "the failure",
                    () ->
                            window.scene().lookup("#convert-outcome") instanceof Label failed
                                    && failed.getText().contains("the disk is full"));

            window.click("convert-again");
            window.click("convert-replace");
            FakeWorker.Asked again = asked(2, Request.Convert.class);
            again.answer().complete(new Reply.Ok(again.request().id(), Map.of()));
            Fx.await("the way on", () -> window.scene().lookup("#convert-look") != null);
            Fx.run(() -> card.setVvalue(1));
            ScreenshotHarness.save("models-converted", window.scene(), window.context().theme());
            window.click("convert-look");
            FakeWorker.Asked inspect = asked(3, Request.Inspect.class);
            assertThat(((Request.Inspect) inspect.request()).path())
                    .endsWith("v1-5-pruned-diffusers");
        }
    }

    @Test
    void aCheckpointIsExplainedHashedFilteredAndDrawnWith() throws Exception {
        Path file = checkpoint();
        try (StudioWindow window = open()) {
            look(window, file);
            FakeWorker.Asked inspect = asked(0, Request.Inspect.class);
            assertThat(((Request.Inspect) inspect.request()).path()).isEqualTo(file.toString());
            Fx.await("the wheel", () -> window.scene().lookup("#models-cancel") != null);
            ScreenshotHarness.save("models-loading", window.scene(), window.context().theme());
            answer(inspect, stableDiffusion(file));
            Fx.await("the card", () -> window.scene().lookup("#model-what") != null);
            assertThat(workers.get(0).ended()).as("its worker is ended").isDone();

            Label what = window.node("model-what");
            assertThat(Fx.get(what::getText))
                    .isEqualTo("A Stable Diffusion 1 checkpoint in CompVis' names");
            Label hash = window.node("model-sha256");
            String expected = Manifest.sha256(file);
            Fx.await("the hash", () -> hash.getText().equals(expected));
            TextField out = window.node("convert-out");
            assertThat(Fx.get(() -> out.getText())).isEqualTo(folder + "/v1-5-pruned-diffusers");
            window.click("convert-compvis");
            assertThat(Fx.get(() -> out.getText())).endsWith("/v1-5-pruned-compvis.safetensors");
            ScreenshotHarness.save("models-shown", window.scene(), window.context().theme());
            ScrollPane card = window.node("model-card");
            Fx.run(() -> card.setVvalue(1));
            ScreenshotHarness.save("models-shown-end", window.scene(), window.context().theme());

            TableView<InspectedModel.Tensor> table = window.node("tensors");
            assertThat(Fx.get(() -> table.getItems().size())).isEqualTo(47);
            TextField filter = window.node("models-filter");
            Fx.run(() -> filter.setText("attn2.to_k 768"));
            assertThat(Fx.get(() -> table.getItems().size())).isEqualTo(11);
            Label count = window.node("models-count");
            assertThat(Fx.get(count::getText)).isEqualTo("11 of 47 tensors  ·  2,703,360 numbers");

            window.click("model-draw");
            assertThat(Fx.get(() -> window.context().navigator().current()))
                    .isEqualTo("playground");
            FakeWorker.Asked load = asked(1, Request.Load.class);
            assertThat(((Request.Load) load.request()).modelPath()).isEqualTo(file.toString());
            load.answer()
                    .complete(
                            new Reply.Ok(
                                    load.request().id(),
                                    Map.of(
                                            "classes",
                                            List.of(),
                                            "text",
                                            true,
                                            "samplers",
                                            List.of("ddim", "dpmpp_2m"),
                                            "sampling",
                                            Map.of("sampler", "dpmpp_2m", "steps", 20))));
            TextArea prompt = window.node("sample-prompt");
            Fx.await("a place for the prompt", prompt::isVisible);
            TextField steps = window.node("sample-steps-field");
            Fx.await("the model's own steps", () -> steps.getText().equals("20"));
            ComboBox<?> model = window.node("sample-run");
            assertThat(Fx.get(() -> String.valueOf(model.getValue()))).contains("v1-5-pruned.ckpt");
            ScreenshotHarness.save(
                    "playground-other-model", window.scene(), window.context().theme());
        }
    }

    @Test
    void aDamagedFileIsToldInWordsAndCanBeTriedAgain() throws Exception {
        Path file = checkpoint();
        try (StudioWindow window = open()) {
            look(window, file);
            asked(0, Request.Inspect.class)
                    .answer()
                    .completeExceptionally(
                            new WorkerException(
                                    file
                                            + " is damaged: its directory of records ends before"
                                            + " the file does.",
                                    "Download it again.",
                                    "java.io.EOFException: central directory"));
            Fx.await("the words", () -> window.scene().lookup("#models-retry") != null);
            ScreenshotHarness.save("models-failed", window.scene(), window.context().theme());
            window.click("models-retry");
            answer(asked(1, Request.Inspect.class), stableDiffusion(file));
            Fx.await("the card", () -> window.scene().lookup("#model-what") != null);
        }
    }

    @Test
    void cancellingEndsTheWorkerAndEmptiesThePage() throws Exception {
        Path file = checkpoint();
        try (StudioWindow window = open()) {
            look(window, file);
            FakeWorker.Asked inspect = asked(0, Request.Inspect.class);
            window.click("models-cancel");
            Fx.await("empty", () -> window.scene().lookup("#models-choose-file") != null);
            Fx.await("its worker's end", () -> workers.get(0).ended().isDone());
            answer(inspect, stableDiffusion(file));
            assertThat(window.has("model-what")).as("a late answer changes nothing").isFalse();
        }
    }

    @Test
    void anAutoencodersFolderIsTakenToTheDiffusionPage() throws Exception {
        Path vae = Files.createDirectories(folder.resolve("downloads").resolve("vae-ft-mse"));
        try (StudioWindow window = open()) {
            look(window, vae);
            answer(
                    asked(0, Request.Inspect.class),
                    new Inspection(
                            vae.toString(),
                            "folder",
                            "model_folder",
                            "the folder of one network, AutoencoderKL",
                            "In a folder with its config.json a stage-2 configuration can name it.",
                            334_643_268L,
                            "",
                            83_653_863L,
                            Map.of("F32", 83_653_863L),
                            Map.of(),
                            List.of(
                                    new Inspection.Part(
                                            "", "AutoencoderKL", 83_653_863L, Map.of())),
                            List.of()));
            Fx.await("the card", () -> window.scene().lookup("#model-autoencoder") != null);
            assertThat(window.has("model-draw")).isFalse();
            assertThat(window.has("model-sha256")).as("a folder has no hash").isFalse();
            window.click("model-autoencoder");
            assertThat(Fx.get(() -> window.context().navigator().current())).isEqualTo("diffusion");
            ComboBox<?> choice = window.node("autoencoder-choice");
            assertThat(Fx.get(() -> String.valueOf(choice.getValue()))).isEqualTo(vae.toString());
            Label note = window.node("autoencoder-note");
            assertThat(Fx.get(note::getText)).contains("outside of this workspace");
        }
    }

    @Test
    void aTrainingGoesOnFromAModelWithTheFormsOtherFieldsAsTheyWere() {
        Path model = folder.resolve("stable-diffusion");
        try (StudioWindow window = open()) {
            TrainingScreen screen = Fx.get(() -> DiffusionContent.screen(window.context()));
            Stage2Config before = (Stage2Config) Fx.get(() -> screen.model().form().config());
            Fx.run(
                    () ->
                            screen.open(
                                    new OpenRequest.BeginWith(
                                            model, List.of("init_from", "autoencoder"))));
            Stage2Config after = (Stage2Config) Fx.get(() -> screen.model().form().config());
            assertThat(after.initFrom()).isEqualTo(model.toString());
            assertThat(after.autoencoder()).isEqualTo(model.toString());
            assertThat(after.training()).isEqualTo(before.training());
        }
    }
}
