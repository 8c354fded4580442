package ldmstudio.engine.worker;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import ldmstudio.engine.config.FilmConfig;
import ldmstudio.engine.config.PartedTexts;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.pipeline.FilmProgress;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.video.VideoWriter;
import org.jspecify.annotations.Nullable;

/** A {@link Request.Film}: progress with the time that is left. */
final class FilmJob implements FilmProgress {
    /** Makes a film. */
    interface Maker {
        Map<String, Object> make(FilmConfig film, Path out, FilmProgress progress) throws Exception;
    }

    private final Request.Film request;
    private final Predicate<Reply.Progress> told;
    private Reply.@Nullable Progress last;
    private final long begun = System.nanoTime();

    /**
     * @param told hears of progress and says whether to go on
     */
    FilmJob(Request.Film request, Predicate<Reply.Progress> told) {
        this.request = request;
        this.told = told;
    }

    /** Whether it films one sampling, not a training. */
    boolean ofSampling() {
        return request.kind().equals("denoising");
    }

    Map<String, Object> run(Maker maker) throws Exception {
        SampleSettings settings = request.settings();
        SamplingConfig how =
                settings.prompts().isEmpty()
                        ? settings.how()
                        : settings.how().with("prompts", PartedTexts.join(settings.prompts()));
        // Without a class a single picture is drawn without one, not with the first.
        List<Integer> labels =
                ofSampling() && settings.classLabels().isEmpty()
                        ? List.of(-1)
                        : settings.classLabels();
        FilmConfig film =
                new FilmConfig(
                        request.kind(),
                        request.model(),
                        "",
                        labels,
                        request.index(),
                        how,
                        request.video());
        return maker.make(film, Path.of(request.out()), this);
    }

    @Override
    public boolean at(String what, int done, int total) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        String left =
                seconds < 1 || done < 1
                        ? ""
                        : ", about %d s left"
                                .formatted(Math.round(seconds / done * (total - done)));
        Reply.Progress now =
                new Reply.Progress(
                        request.id(),
                        what + left,
                        (double) done / total,
                        done,
                        total,
                        List.of(),
                        0);
        last = now;
        return told.test(now);
    }

    @Override
    public void frame(int frame, int frames, PixelImage picture) {
        String png = Base64.getEncoder().encodeToString(PngFiles.encode(picture, Map.of()));
        Reply.Progress before = last;
        boolean unused =
                told.test(
                        new Reply.Progress(
                                request.id(),
                                before == null ? "decoding" : before.text(),
                                before == null ? -1 : before.fraction(),
                                frame + 1,
                                frames,
                                List.of(png),
                                frame));
    }

    /** A finished film as the fields of an answer. */
    static Map<String, Object> answer(VideoWriter.Finished film) {
        return Map.of(
                "path",
                film.path().toString(),
                "frames",
                film.frames(),
                "seconds",
                film.seconds(),
                "width",
                film.width(),
                "height",
                film.height());
    }
}
