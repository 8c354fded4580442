package ldmstudio.app.screen.interpolate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import ldmstudio.app.client.ModelWorker;
import ldmstudio.app.client.PictureVerdict;
import ldmstudio.app.client.Worker;
import ldmstudio.engine.config.WalkConfig;
import ldmstudio.engine.config.WalkTempo;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;

/** Draws frames and measures walks in the page's worker, which is started anew when it has died. */
final class FrameWorker implements LiveFrames.Source, LivePace.Source {
    private final ModelWorker worker;
    private final Executor background;
    private final Supplier<Path> workspace;
    private volatile String drawing = "";

    FrameWorker(ModelWorker worker, Executor background, Supplier<Path> workspace) {
        this.worker = worker;
        this.background = background;
        this.workspace = workspace;
    }

    @Override
    public CompletableFuture<LiveFrame> draw(FrameKey key) {
        return CompletableFuture.supplyAsync(this::live, background)
                .thenCompose(
                        live ->
                                live.request(
                                        id -> {
                                            drawing = id;
                                            return new Request.Frame(
                                                    id,
                                                    key.model(),
                                                    key.look(),
                                                    key.at(),
                                                    key.atY(),
                                                    key.steps());
                                        }))
                .thenApply(FrameWorker::frame)
                .whenComplete((frame, thrown) -> drawing = "");
    }

    @Override
    public void abandon() {
        String target = drawing;
        if (!target.isEmpty()) {
            // Whether it comes too late or not, the frame's own answer says how it ended.
            var unused = worker.ask(id -> new Request.Cancel(id, target));
        }
    }

    @Override
    public CompletableFuture<LivePace.Measured> measure(
            String model, WalkConfig walk, BiConsumer<Long, Long> drawn) {
        return CompletableFuture.supplyAsync(this::live, background)
                .thenCompose(
                        live ->
                                live.request(
                                        id -> new Request.Pace(id, model, walk),
                                        reply -> {
                                            if (reply instanceof Reply.Progress p) {
                                                drawn.accept(p.step(), p.totalSteps());
                                            }
                                        }))
                .thenApply(FrameWorker::measured);
    }

    /** Asks how the model's autoencoder gives a picture back. */
    CompletableFuture<Optional<PictureVerdict>> giveBack(String model, Path picture) {
        return CompletableFuture.supplyAsync(this::live, background)
                .thenCompose(live -> PictureVerdict.ask(live, model, picture));
    }

    private static LivePace.Measured measured(Reply.Ok ok) {
        if (ok.payload().get("times") instanceof List<?> times
                && ok.payload().get("gone") instanceof List<?> gone) {
            return new LivePace.Measured(
                    WalkTempo.of(times, gone), String.valueOf(ok.payload().get("measure")));
        }
        throw new IllegalStateException("The worker's answer holds no pace.");
    }

    private Worker live() {
        try {
            return worker.start(workspace.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LiveFrame frame(Reply.Ok ok) {
        if (!(ok.payload().get("png") instanceof String png)) {
            throw new IllegalStateException("The worker's answer holds no picture.");
        }
        double millis = ok.payload().get("milliseconds") instanceof Number n ? n.doubleValue() : 0;
        List<String> notices =
                ok.payload().get("notices") instanceof List<?> all
                        ? all.stream().map(String::valueOf).toList()
                        : List.of();
        return LiveFrame.of(png, millis, notices);
    }
}
