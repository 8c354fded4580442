package ldmstudio.engine.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.PngFiles;
import org.jspecify.annotations.Nullable;

/** The models for sampling and the one job on them: loading or sampling. */
final class SamplingDesk {
    private final EngineService engine;
    private final Executor thread;
    private final Consumer<Reply> replies;
    private volatile JobState state = JobState.of("idle", "");

    private final ModelShelf models;
    private final WalkDesk walks;

    // Guarded by this.
    private @Nullable String current;
    private volatile boolean cancelled;

    SamplingDesk(EngineService engine, Executor thread, Consumer<Reply> replies) {
        this.engine = engine;
        this.models = new ModelShelf(engine);
        this.walks = new WalkDesk(models, thread, replies);
        this.thread = thread;
        this.replies = replies;
    }

    JobState state() {
        return state;
    }

    void load(Request.Load request) throws RefusedException {
        begin(
                request.id(),
                "loading",
                "loading " + request.modelPath(),
                () -> load(request.modelPath()));
    }

    void sample(Request.Sample request) throws RefusedException {
        begin(request.id(), "sampling", "sampling", () -> sample(request.id(), request.settings()));
    }

    void sampleTogether(Request.SampleTogether request) throws RefusedException {
        begin(request.id(), "sampling", "sampling", () -> together(request));
    }

    void trajectory(Request.Trajectory request) throws RefusedException {
        begin(request.id(), "sampling", "following a sampling", () -> follow(request));
    }

    void film(Request.Film request) throws RefusedException {
        begin(request.id(), "sampling", "making a film", () -> makeFilm(request));
    }

    void redraw(Request.Redraw request) throws RefusedException {
        begin(
                request.id(),
                "sampling",
                "drawing " + request.picture() + " again",
                () -> drawAgain(request));
    }

    void render(Request.Render request) throws RefusedException {
        begin(request.id(), "sampling", "rendering a walk", () -> renderWalk(request));
    }

    /** Draws one picture of a walk, unless something longer is under way. */
    synchronized void frame(Request.Frame request) throws RefusedException {
        if (current != null) {
            throw new RefusedException(
                    "already running: " + state.state(), "Wait for it, or cancel it first.");
        }
        walks.frame(request);
    }

    /** Measures a walk between its frames, unless something longer is under way. */
    synchronized void pace(Request.Pace request) throws RefusedException {
        if (current != null) {
            throw new RefusedException(
                    "already running: " + state.state(), "Wait for it, or cancel it first.");
        }
        walks.pace(request);
    }

    /** Gives a picture back between the jobs. */
    void giveBack(Request.GiveBack request) {
        thread.execute(
                () -> {
                    Reply answer;
                    try {
                        answer =
                                new Reply.Ok(
                                        request.id(),
                                        models.model(request.model())
                                                .givenBack(Path.of(request.picture())));
                    } catch (Throwable e) {
                        answer = Failures.of(request.id(), e);
                    }
                    replies.accept(answer);
                });
    }

    /** Asks the job to end; it answers for itself. */
    synchronized void cancel(String targetId) throws RefusedException {
        if (walks.cancel(targetId)) {
            return;
        }
        if (!targetId.equals(current)) {
            throw new RefusedException(
                    "no loading or sampling with id '" + targetId + "' is running",
                    "It may have ended just now; a training is ended with stop.");
        }
        cancelled = true;
        state = state.now(state.state(), "cancelling");
    }

    /** Asks whatever runs to end. */
    synchronized void cancelAny() {
        walks.makeWay();
        cancelled = current != null;
    }

    /** Frees the models; on the sampling thread. */
    void closeModels() {
        models.close();
    }

    /** How the loaded model reads a text; on any thread. */
    Map<String, Object> tokens(String text) throws RefusedException {
        return models.reader().tokens(text);
    }

    /** Words that the loaded model knows; on any thread. */
    List<String> vocabulary() throws RefusedException {
        return models.reader().vocabulary();
    }

    private interface Work {
        Map<String, Object> run() throws Exception;
    }

    private synchronized void begin(String id, String word, String text, Work work)
            throws RefusedException {
        if (current != null) {
            throw new RefusedException(
                    "already running: " + state.state(), "Wait for it, or cancel it first.");
        }
        walks.makeWay();
        current = id;
        cancelled = false;
        state = JobState.of(word, text);
        thread.execute(() -> finish(id, text, work));
    }

    private void finish(String id, String text, Work work) {
        replies.accept(new Reply.Progress(id, text, -1, 0, 0, List.of(), 0));
        Reply answer;
        try {
            Map<String, Object> payload = work.run();
            answer = cancelled ? cancelledReply(id) : new Reply.Ok(id, payload);
        } catch (CancellationException e) {
            answer = cancelledReply(id);
        } catch (Throwable e) {
            answer = cancelled ? cancelledReply(id) : Failures.of(id, e);
        }
        synchronized (this) {
            current = null;
            state = JobState.of("idle", "");
        }
        replies.accept(answer);
    }

    private static Reply cancelledReply(String id) {
        return new Reply.Failure(id, "cancelled", "", "");
    }

    private Map<String, Object> load(String path) throws Exception {
        return models.load(Path.of(path)).description();
    }

    private Map<String, Object> sample(String id, SampleSettings settings) throws Exception {
        SampleModel model = models.model(settings.model());
        Listener listener = new Listener(id);
        if (!cancelled) {
            model.sample(settings, listener);
        }
        return Map.of("count", listener.images, "out_dir", settings.outDir());
    }

    private Map<String, Object> together(Request.SampleTogether request) throws Exception {
        if (request.drawings().isEmpty()) {
            throw new RefusedException("drawings is empty; give at least one", "");
        }
        SampleModel model = models.model(request.drawings().get(0).model());
        Listener listener = new Listener(request.id());
        if (!cancelled) {
            model.sampleTogether(request.drawings(), listener);
        }
        return Map.of("count", listener.images);
    }

    private Map<String, Object> renderWalk(Request.Render request) throws Exception {
        SampleModel model = models.model(request.model());
        RenderWatch watch =
                new RenderWatch(
                        request.id(),
                        progress -> {
                            state =
                                    state.at(
                                            "sampling",
                                            cancelled ? "cancelling" : progress.text(),
                                            progress.step(),
                                            progress.totalSteps(),
                                            0);
                            replies.accept(progress);
                        },
                        () -> cancelled);
        return WalkDesk.payload(
                model.render(request.walk(), request.video(), Path.of(request.out()), watch));
    }

    private Map<String, Object> follow(Request.Trajectory request) throws Exception {
        SampleModel model = models.model(request.settings().model());
        Listener images = new Listener(request.id());
        int[] states =
                model.trajectory(
                        request,
                        new TrajectoryWatch() {
                            @Override
                            public void step(Reply.StepPictures pictures) {
                                images.step(pictures.step(), pictures.total(), List.of(), 0);
                                replies.accept(pictures);
                            }

                            @Override
                            public void result(int index, Path png) {
                                images.image(index, png);
                            }

                            @Override
                            public boolean cancelled() {
                                return cancelled;
                            }
                        });
        return Map.of("states", states[0], "branch_states", states[1]);
    }

    private Map<String, Object> makeFilm(Request.Film request) throws Exception {
        FilmJob job = new FilmJob(request, this::filmed);
        if (!job.ofSampling()) {
            return job.run(engine::trainingFilm);
        }
        SampleModel model = models.model(request.model());
        return job.run(
                (film, out, progress) ->
                        model.denoisingFilm(film, request.settings().from(), out, progress));
    }

    private boolean filmed(Reply.Progress progress) {
        state =
                state.at(
                        "sampling",
                        cancelled ? "cancelling" : progress.text(),
                        progress.step(),
                        progress.totalSteps(),
                        0);
        replies.accept(progress);
        return !cancelled;
    }

    private Map<String, Object> drawAgain(Request.Redraw request) throws Exception {
        Path picture = Path.of(request.picture());
        String model = request.model().isBlank() ? RedrawJob.modelOf(picture) : request.model();
        return models.model(model).redraw(picture, new Listener(request.id()));
    }

    private final class Listener implements SampleListener {
        private final String id;
        private int images;

        Listener(String id) {
            this.id = id;
        }

        @Override
        public void step(int step, int totalSteps, List<PixelImage> previews, int firstIndex) {
            String text = "step " + step + " of " + totalSteps;
            state = state.at("sampling", cancelled ? "cancelling" : text, step, totalSteps, 0);
            List<String> pngs = new ArrayList<>(previews.size());
            for (PixelImage preview : previews) {
                byte[] png = PngFiles.encode(preview, Map.of());
                pngs.add(Base64.getEncoder().encodeToString(png));
            }
            double fraction = totalSteps > 0 ? (double) step / totalSteps : -1;
            replies.accept(
                    new Reply.Progress(id, text, fraction, step, totalSteps, pngs, firstIndex));
        }

        @Override
        public void image(int index, Path png) {
            images++;
            replies.accept(new Reply.SampleImage(id, index, png.toString()));
        }

        @Override
        public boolean cancelled() {
            return cancelled;
        }
    }
}
