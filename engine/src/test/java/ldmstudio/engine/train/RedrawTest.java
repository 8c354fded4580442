package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.FilmConfig;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.pipeline.FilmProgress;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.worker.BeginSettings;
import ldmstudio.engine.worker.RefusedException;
import ldmstudio.engine.worker.SampleBatches;
import ldmstudio.engine.worker.SampleListener;
import ldmstudio.engine.worker.SampleModel;
import ldmstudio.engine.worker.SampleSettings;
import ldmstudio.engine.worker.StudioEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures and films of a real run through the engine that the worker uses. */
class RedrawTest {
    @TempDir static Path folder;

    private static final StudioEngine ENGINE = new StudioEngine();
    private static Path run;

    @BeforeAll
    static void train() throws Exception {
        run = folder.resolve("runs/tiny");
        try (Trainings.Ready ready = Trainings.start(TinyRuns.stage2(), run)) {
            ready.run(new TrainingObserver() {});
        }
    }

    private static final class Heard implements SampleListener {
        private final List<Path> files = new ArrayList<>();

        @Override
        public void step(int step, int total, List<PixelImage> previews, int firstIndex) {}

        @Override
        public void image(int index, Path png) {
            files.add(png);
        }

        @Override
        public boolean cancelled() {
            return false;
        }
    }

    private static List<Path> draw(SampleModel model, SamplingConfig how, String name)
            throws Exception {
        Heard heard = new Heard();
        model.sample(
                new SampleSettings(List.of(1, 2), List.of(), how, 0, folder.resolve(name) + ""),
                heard);
        return heard.files;
    }

    @Test
    void everyPictureOfABatchIsDrawnAgainToTheSamePixels() throws Exception {
        try (SampleModel model = ENGINE.load(run)) {
            for (String sampler : List.of("ddim", "ddpm", "euler_ancestral")) {
                SamplingConfig how =
                        SamplingConfig.of(sampler, 5, 2.5, 0.5, 1, 3, 7)
                                .with("guidance_rescale", 0.3);
                List<Path> pictures = draw(model, how, sampler);
                assertThat(pictures).hasSize(3);
                for (Path picture : pictures) {
                    Map<String, Object> answer = model.redraw(picture, new Heard());
                    assertThat(answer)
                            .as("%s", picture)
                            .containsEntry("different", 0)
                            .containsEntry("largest", 0)
                            .containsEntry("pixels", 64)
                            .containsEntry("notes", List.of());
                }
            }
        }
    }

    @Test
    void picturesOfSeveralSeedsAreDrawnAtOnceAndAgainToTheSamePixels() throws Exception {
        try (SampleModel model = ENGINE.load(run)) {
            for (String sampler : List.of("ddim", "euler_ancestral")) {
                List<SampleSettings> cells = new ArrayList<>();
                List<Path> alone = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    SamplingConfig how = SamplingConfig.of(sampler, 5, 2.5, 0.5, 1, 1, 40 + i / 2);
                    Path out = folder.resolve("cells/" + sampler + i);
                    cells.add(
                            new SampleSettings(List.of(i % 3), List.of(), how, 0, out.toString()));
                    Heard heard = new Heard();
                    model.sample(cells.get(i).withOutDir(out + "-alone"), heard);
                    alone.addAll(heard.files);
                }
                Heard heard = new Heard();
                model.sampleTogether(cells, heard);
                assertThat(heard.files).hasSize(5);
                for (int i = 0; i < 5; i++) {
                    Path picture = heard.files.get(i);
                    ImageRecipe recipe = ImageRecipe.read(picture).orElseThrow();
                    assertThat(recipe.seed()).isEqualTo(40 + i / 2);
                    assertThat(recipe.index()).isZero();
                    assertThat(recipe.settings()).containsEntry("batch", "place " + i + " of 5");
                    assertThat(picture.getFileName()).isEqualTo(alone.get(i).getFileName());
                    // The noise is its own: alone it is the same but for rounding.
                    int[] a = PictureFile.read(picture).argb();
                    int[] b = PictureFile.read(alone.get(i)).argb();
                    for (int p = 0; p < a.length; p++) {
                        assertThat(Math.abs((a[p] & 255) - (b[p] & 255))).isLessThan(2);
                    }
                    assertThat(model.redraw(picture, new Heard()))
                            .as("%s", picture)
                            .containsEntry("different", 0)
                            .containsEntry("notes", List.of());
                }
            }
            SampleSettings one =
                    new SampleSettings(
                            List.of(1),
                            List.of(),
                            SamplingConfig.of("ddim", 5, 1, 0, 1, 1, 1),
                            0,
                            folder.resolve("x").toString());
            SampleSettings other = one.withHow(one.how().with("steps", 4));
            assertThat(SampleBatches.of(List.of(one, other, one, other)))
                    .containsExactly(List.of(0, 2), List.of(1, 3));
            assertThatThrownBy(() -> model.sampleTogether(List.of(one, other), new Heard()))
                    .hasMessageContaining("cannot be drawn at once");
        }
    }

    @Test
    void aChangedPictureAndAnotherModelAreNoticed() throws Exception {
        Path picture;
        try (SampleModel model = ENGINE.load(run)) {
            picture = draw(model, SamplingConfig.of("ddim", 4, 1, 0, 1, 1, 3), "changed").get(0);
            PixelImage drawn = PictureFile.read(picture);
            drawn.argb()[5] ^= 0x10;
            PngFiles.write(drawn, ImageRecipe.read(picture).orElseThrow().textChunks(), picture);
            Map<String, Object> answer = model.redraw(picture, new Heard());
            assertThat(answer).containsEntry("different", 1).containsEntry("largest", 16);
            assertThat(answer.get("notes")).asString().contains("processor");
        }
        Path older = run.resolve("checkpoints");
        try (var steps = Files.list(older)) {
            older = steps.sorted().findFirst().orElseThrow();
        }
        try (SampleModel model = ENGINE.load(older)) {
            Map<String, Object> answer = model.redraw(picture, new Heard());
            assertThat((int) answer.get("different")).isGreaterThan(1);
            assertThat(answer.get("notes")).asString().contains("weights are other ones");
            Path bare = folder.resolve("bare.png");
            PngFiles.write(PictureFile.read(picture), Map.of(), bare);
            assertThatThrownBy(() -> model.redraw(bare, new Heard()))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("no recipe");
        }
    }

    @Test
    void checkpointsAreFilmedWithTheSameNoiseAndFramesComeBackAsFiles() throws Exception {
        VideoConfig video =
                VideoConfig.defaults().with("fps", 2).with("captions", true).with("quality", 100);
        FilmConfig film =
                new FilmConfig(
                        "checkpoints",
                        run.toString(),
                        "",
                        List.of(),
                        0,
                        SamplingConfig.of("ddim", 4, 1, 0, 1, 4, 3),
                        video);
        Path out = folder.resolve("videos/better.mp4");

        Map<String, Object> made = ENGINE.trainingFilm(film, out, FilmProgress.NONE);

        assertThat(made).containsEntry("path", out.toString());
        Path frames = folder.resolve("frames");
        Map<String, Object> unpacked = ENGINE.unpack(out, frames);
        assertThat(unpacked.get("frames")).isEqualTo(made.get("frames"));
        assertThat(unpacked.get("seconds")).isEqualTo(made.get("seconds"));
        assertThat(frames.resolve("frame-00001.png")).exists();
        Path denoised = folder.resolve("videos/denoised.gif");
        try (SampleModel model = ENGINE.load(run)) {
            model.denoisingFilm(
                    film.with("kind", "denoising").with("video.format", "gif"),
                    BeginSettings.NOISE,
                    denoised,
                    FilmProgress.NONE);
        }
        assertThat(ENGINE.unpack(denoised, folder.resolve("gif")).get("frames")).isEqualTo(5 + 3);
    }
}
