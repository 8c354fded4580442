package ldmstudio.engine.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.VideoRecipe;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import ldmstudio.engine.video.VideoWriter;
import ldmstudio.engine.video.VideoWriters;
import org.jspecify.annotations.Nullable;

/**
 * Every state of a sampling as a frame: the channels of x_t in grey, or, where there are more than
 * three, their principal axes in colours as the microscope shows them; x_t decoded as if it were
 * clean; and the x̂_0 that the sampler believes in.
 *
 * <p>The sampling itself is a function of its settings and is repeated when a film goes on; what is
 * kept are the decoded frames.
 */
final class DenoisingFilm {
    /** The result stays on the screen this long. */
    private static final double HELD_SECONDS = 1.5;

    private final DiffusionPipeline pipeline;
    private final SamplingPlan plan;
    private final int index;
    private final FilmProgress progress;

    DenoisingFilm(DiffusionPipeline pipeline, SamplingPlan plan, FilmProgress progress) {
        this(pipeline, plan, 0, progress);
    }

    /**
     * @param index of the picture among those of the plan: each has its own noise
     */
    DenoisingFilm(DiffusionPipeline pipeline, SamplingPlan plan, int index, FilmProgress progress) {
        this.pipeline = pipeline;
        this.plan = plan;
        this.index = index;
        this.progress = progress;
    }

    VideoWriter.Finished write(Path out, VideoConfig video, @Nullable VideoRecipe recipe)
            throws IOException {
        List<TrajectoryState> states = states();
        int held = (int) Math.ceil(HELD_SECONDS * video.fps());
        int frames = states.size() + held;
        LatentAxes axes = LatentAxes.of(states.get(0).predicted());
        PixelImage last = frame(states.get(states.size() - 1), axes);
        try (VideoWriter writer =
                VideoWriters.open(out, video, last.width(), last.height(), recipe)) {
            for (int i = 0; i < Math.min(writer.kept(), states.size()); i++) {
                progress.frame(i, frames, writer.frame(i));
            }
            for (int i = writer.kept(); i < frames; i++) {
                progress.reach("decoding", states.size() + i, states.size() + 2 * frames);
                TrajectoryState state = states.get(Math.min(i, states.size() - 1));
                PixelImage drawn = i >= states.size() - 1 ? last : frame(state, axes);
                writer.frame(drawn, caption(state));
                if (i < states.size()) {
                    progress.frame(i, frames, drawn);
                }
            }
            return writer.finish(
                    (frame, count) ->
                            progress.at(
                                    "writing the video",
                                    states.size() + frames + frame * frames / count,
                                    states.size() + 2 * frames));
        }
    }

    private List<TrajectoryState> states() {
        boolean[] goOn = {true};
        TrajectoryListener listener =
                new TrajectoryListener() {
                    @Override
                    public void state(boolean branch, TrajectoryState state) {
                        goOn[0] = progress.at("sampling", state.step(), 3 * state.total());
                    }

                    @Override
                    public boolean cancelled() {
                        return !goOn[0];
                    }
                };
        List<TrajectoryState> states =
                Trajectory.follow(pipeline, plan, index, null, listener).trunk();
        if (!goOn[0]) {
            throw new CancellationException("the film was cancelled");
        }
        return states;
    }

    private PixelImage frame(TrajectoryState state, LatentAxes axes) {
        PixelImage noisy = decoded(state.latents());
        return FilmStrip.row(
                axes.mixes()
                        ? FilmStrip.colours(state.latents(), axes, noisy.height())
                        : FilmStrip.channels(state.latents(), noisy.height()),
                noisy,
                decoded(state.predicted()));
    }

    private PixelImage decoded(Planes planes) {
        Ops ops = pipeline.model().ops();
        try (Scope scope = Scope.open()) {
            return pipeline.decode(
                            ops.array(
                                    planes.values(),
                                    1,
                                    planes.channels(),
                                    planes.height(),
                                    planes.width()))
                    .get(0);
        }
    }

    private String caption(TrajectoryState state) {
        String place =
                state.last()
                        ? "result after %d steps".formatted(state.total())
                        : "step %d of %d, timestep %d"
                                .formatted(
                                        state.step() + 1,
                                        state.total(),
                                        Math.round(state.timestep()));
        String prompt = plan.wishes().get(index).prompt();
        return place
                + ": "
                + (pipeline.model().autoencoder() == null ? "channels" : "latents")
                + ", noisy, predicted"
                + (prompt.isBlank() ? "" : " - " + prompt);
    }
}
