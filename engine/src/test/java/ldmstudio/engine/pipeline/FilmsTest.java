package ldmstudio.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import ldmstudio.engine.config.FilmConfig;
import ldmstudio.engine.config.FilmConfigs;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.run.VideoRecipe;
import ldmstudio.engine.tensor.Devices;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.video.VideoWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilmsTest {
    private static final Ops OPS = Devices.open(new MachineConfig("cpu", "fp32", 1));
    private static final DiffusionPipeline PIPELINE = TinyModels.byClass(OPS, 3);
    private static final SamplingConfig HOW = SamplingConfig.of("ddim", 5, 2, 0, 1, 1, 5);

    /** Frames as files, not enlarged: what is tested is what is shown. */
    private static final VideoConfig FRAMES =
            VideoConfig.defaults().with("format", "png").with("fps", 2).with("scale", 1);

    private static final VideoRecipe RECIPE =
            VideoRecipe.of("denoising film", List.of(), "runs/x", 1, "f", "kind: denoising");

    @TempDir Path folder;

    @AfterAll
    static void close() {
        OPS.close();
    }

    private static SamplingPlan plan() {
        return SamplingPlan.of(HOW, Wish.ofClass(1), 1, 1);
    }

    private static List<Path> frames(Path film) throws Exception {
        try (var files = Files.list(film)) {
            return files.sorted().toList();
        }
    }

    private static PixelImage part(PixelImage frame, int left, int top, int side) {
        int[] argb = new int[side * side];
        for (int y = 0; y < side; y++) {
            System.arraycopy(frame.argb(), (top + y) * frame.width() + left, argb, y * side, side);
        }
        return new PixelImage(side, side, argb);
    }

    @Test
    void aDenoisingFilmEndsInThePictureThatSamplingDraws() throws Exception {
        Path out = folder.resolve("film");

        VideoWriter.Finished film =
                new DenoisingFilm(PIPELINE, plan(), FilmProgress.NONE).write(out, FRAMES, RECIPE);

        // Five steps, the result, and the result held for a second and a half.
        assertThat(film.frames()).isEqualTo(6 + 3);
        List<Path> frames = frames(out);
        PixelImage drawn = PIPELINE.sample(plan(), PipelineListener.NONE).get(0);
        PixelImage end = PictureFile.read(frames.get(5));
        int side = TinyModels.SIDE;
        int top = (end.height() - side) / 2;
        PixelImage noisy = part(end, end.width() - 2 * side - 2, top, side);
        PixelImage predicted = part(end, end.width() - side, top, side);
        assertThat(noisy.argb()).isEqualTo(drawn.argb());
        assertThat(predicted.argb()).isEqualTo(drawn.argb());
        assertThat(Files.readAllBytes(frames.get(8))).isEqualTo(Files.readAllBytes(frames.get(5)));
        PixelImage begin = PictureFile.read(frames.get(0));
        assertThat(part(begin, end.width() - 2 * side - 2, top, side).argb())
                .as("x_t is noise at first")
                .isNotEqualTo(drawn.argb());
    }

    @Test
    void aCancelledFilmGoesOnToTheSameBytes() throws Exception {
        Path whole = folder.resolve("whole");
        new DenoisingFilm(PIPELINE, plan(), FilmProgress.NONE).write(whole, FRAMES, RECIPE);
        Path parts = folder.resolve("parts");
        FilmProgress impatient = (what, done, total) -> !what.equals("decoding") || done < 10;
        assertThatThrownBy(
                        () ->
                                new DenoisingFilm(PIPELINE, plan(), impatient)
                                        .write(parts, FRAMES, RECIPE))
                .isInstanceOf(CancellationException.class);
        assertThat(parts).doesNotExist();
        List<Integer> reached = new ArrayList<>();

        new DenoisingFilm(
                        PIPELINE,
                        plan(),
                        (what, done, total) -> {
                            if (what.equals("decoding")) {
                                reached.add(done);
                            }
                            return true;
                        })
                .write(parts, FRAMES, RECIPE);

        assertThat(reached).as("four frames were kept").first().isEqualTo(10);
        List<Path> one = frames(whole);
        List<Path> two = frames(parts);
        assertThat(two).hasSameSizeAs(one);
        for (int i = 0; i < one.size(); i++) {
            assertThat(two.get(i)).hasSameBinaryContentAs(one.get(i));
        }
    }

    private Path runWithPreviews(String word, int... steps) throws Exception {
        Path run = folder.resolve("runs/shown");
        try (RunFolder made = RunFolder.create(run, Stage2Config.defaults())) {
            for (int step : steps) {
                Path previews = made.previews(step);
                for (int i = 0; i < 4; i++) {
                    int[] argb = new int[16];
                    Arrays.fill(argb, 0xff000000 | step + i);
                    PngFiles.write(
                            new PixelImage(4, 4, argb),
                            Map.of(),
                            previews.resolve("%s-%02d.png".formatted(word, i)));
                }
            }
        }
        return run;
    }

    private FilmConfig trainingOf(Path run) {
        return new FilmConfig(
                "training", run.toString(), "", List.of(), 0, HOW.with("count", 4), FRAMES);
    }

    @Test
    void aTrainingFilmShowsThePreviewsInTheirOrder() throws Exception {
        Path run = runWithPreviews("sample", 0, 100, 20);
        Path out = folder.resolve("videos/film");

        VideoWriter.Finished film = Films.training(trainingOf(run), out, FilmProgress.NONE);

        // Half a second each at two frames a second, and the last one twice more.
        assertThat(film.frames()).isEqualTo(5);
        List<Integer> corners = new ArrayList<>();
        for (Path frame : frames(out)) {
            PixelImage picture = PictureFile.read(frame);
            assertThat(picture.width()).isEqualTo(2 + 2 * 6);
            corners.add(picture.pixel(2, 2) & 0xffffff);
        }
        assertThat(corners).containsExactly(0, 20, 100, 100, 100);
        VideoRecipe recipe = VideoRecipe.read(out).orElseThrow();
        assertThat(recipe.kind()).isEqualTo("training film");
        assertThat(recipe.checkpointStep()).isEqualTo(100);
        assertThat(recipe.settings()).contains("# steps 0, 20, 100");
    }

    @Test
    void aTakenNameIsRefusedBeforeAnythingIsDrawn() throws Exception {
        Path taken = folder.resolve("taken");
        Files.createDirectories(taken);
        List<String> heard = new ArrayList<>();

        assertThatThrownBy(
                        () ->
                                Films.training(
                                        trainingOf(folder.resolve("no-run")),
                                        taken,
                                        (what, done, total) -> heard.add(what)))
                .hasMessageContaining("exists already");
        assertThat(heard).isEmpty();
    }

    @Test
    void aRunWithoutPicturesSaysWhatToDo() throws Exception {
        Path run = runWithPreviews("sample");

        assertThatThrownBy(
                        () ->
                                Films.training(
                                        trainingOf(run), folder.resolve("x"), FilmProgress.NONE))
                .hasMessageContaining("no previews yet");
        assertThatThrownBy(
                        () ->
                                Films.training(
                                        trainingOf(run).with("kind", "checkpoints"),
                                        folder.resolve("x"),
                                        FilmProgress.NONE))
                .hasMessageContaining("no checkpoint yet");
    }

    @Test
    void aFilmIsWrittenAsYamlAndReadBack() throws Exception {
        FilmConfig film =
                new FilmConfig(
                        "checkpoints",
                        "runs/a",
                        "videos/a.gif",
                        List.of(2, 0),
                        5,
                        HOW.with("prompts", "a red circle|a blue star"),
                        FRAMES.with("format", "gif"));
        Path yaml = folder.resolve("film.yaml");
        Files.writeString(yaml, FilmConfigs.write(film));

        assertThat(FilmConfigs.read(yaml, SamplingConfig.defaults())).isEqualTo(film);
        assertThat(film.prompt(3)).isEqualTo("a blue star");
        Files.writeString(yaml, "kind: denoising\nmodle: x\nvideo: {fps: 900}\n");
        assertThatThrownBy(() -> FilmConfigs.read(yaml, HOW))
                .hasMessageContaining("modle")
                .hasMessageContaining("900");
    }
}
