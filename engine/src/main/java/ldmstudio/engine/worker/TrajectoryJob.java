package ldmstudio.engine.worker;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.data.DataException;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.pipeline.Beginning;
import ldmstudio.engine.pipeline.Branch;
import ldmstudio.engine.pipeline.LatentAxes;
import ldmstudio.engine.pipeline.LatentColors;
import ldmstudio.engine.pipeline.LoadedModel;
import ldmstudio.engine.pipeline.Planes;
import ldmstudio.engine.pipeline.SamplingPlan;
import ldmstudio.engine.pipeline.Trajectory;
import ldmstudio.engine.pipeline.TrajectoryListener;
import ldmstudio.engine.pipeline.TrajectoryState;
import ldmstudio.engine.pipeline.Wish;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.run.RunFolderException;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/** A {@link Request.Trajectory}: states become pictures as they come, results become files. */
final class TrajectoryJob implements TrajectoryListener {
    private final LoadedModel model;
    private final Request.Trajectory request;
    private final TrajectoryWatch watch;
    private @Nullable LatentAxes axes;

    TrajectoryJob(LoadedModel model, Request.Trajectory request, TrajectoryWatch watch) {
        this.model = model;
        this.request = request;
        this.watch = watch;
    }

    /** Returns the number of states of the first way and of the branch. */
    int[] run() throws IOException, RefusedException {
        SampleSettings settings = request.settings();
        if (settings.from().extendsPicture()) {
            throw new RefusedException(
                    "Outpainting is many samplings, window by window, and has no one trajectory.",
                    "Follow a picture that does not grow beyond its edges.");
        }
        try {
            Beginning from =
                    StudioSampleModel.files(settings.from()).beginning(model.pipeline().model());
            SamplingPlan plan = plan(settings.how(), settings.prompt(0), from);
            @Nullable SamplingPlan other = null;
            if (request.branchAt() >= 0) {
                List<String> own = request.branch().promptList();
                other =
                        plan(
                                request.branch(),
                                own.isEmpty() ? settings.prompt(0) : own.get(0),
                                from);
            }
            Trajectory way =
                    Trajectory.follow(
                            model.pipeline(),
                            plan,
                            other == null ? null : new Branch(request.branchAt(), other),
                            this);
            save(0, way.trunk(), plan, Map.of());
            if (other != null) {
                save(
                        1,
                        way.branch(),
                        other,
                        Map.of(
                                "branch_at",
                                String.valueOf(request.branchAt()),
                                "branch_from",
                                settings.how().sampler()
                                        + ", "
                                        + settings.how().steps()
                                        + " steps"));
            }
            return new int[] {way.trunk().size(), way.branch().size()};
        } catch (IllegalArgumentException | DataException e) {
            throw new RefusedException(String.valueOf(e.getMessage()), "");
        }
    }

    private SamplingPlan plan(SamplingConfig how, String prompt, Beginning from) {
        Wish wish = new Wish(request.settings().classLabel(0), prompt, null);
        return SamplingPlan.of(how, wish, 1, 1).withFrom(from);
    }

    @Override
    public void state(boolean branch, TrajectoryState state) {
        watch.step(
                new Reply.StepPictures(
                        request.id(),
                        branch,
                        state.step(),
                        state.total(),
                        state.timestep(),
                        state.signal(),
                        state.noise(),
                        base64(LatentColors.of(state.latents(), axes(state))),
                        base64(decoded(state.latents())),
                        base64(decoded(state.predicted())),
                        state.distance(),
                        state.predictedDistance()));
    }

    /** Those of what is believed at first: it is smooth where x_t is noise in all directions. */
    private LatentAxes axes(TrajectoryState state) {
        LatentAxes known = axes;
        if (known == null) {
            known = LatentAxes.of(state.predicted());
            axes = known;
        }
        return known;
    }

    @Override
    public boolean cancelled() {
        return watch.cancelled();
    }

    private PixelImage decoded(Planes latents) {
        Ops ops = model.ops();
        try (Scope scope = Scope.open()) {
            NDArray z =
                    ops.array(
                            latents.values(),
                            1,
                            latents.channels(),
                            latents.height(),
                            latents.width());
            return model.pipeline().decode(z).get(0);
        }
    }

    private static String base64(PixelImage picture) {
        return Base64.getEncoder().encodeToString(PngFiles.encode(picture, Map.of()));
    }

    private void save(
            int index, List<TrajectoryState> way, SamplingPlan plan, Map<String, String> facts)
            throws RunFolderException {
        if (request.outDir().isBlank()) {
            return;
        }
        Path folder = Path.of(request.outDir());
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw RunFolderException.of("make", folder, e);
        }
        PixelImage picture = decoded(way.get(way.size() - 1).latents());
        ImageRecipe recipe =
                model.recipe(plan, 0)
                        .withSettings(facts)
                        .withSize(picture.width(), picture.height());
        Path file =
                folder.resolve(
                        String.format(
                                "trajectory-%d%s.png",
                                plan.seed(), index == 0 ? "" : "-branch-" + request.branchAt()));
        PngFiles.write(picture, recipe.textChunks(), file);
        watch.result(index, file);
    }
}
