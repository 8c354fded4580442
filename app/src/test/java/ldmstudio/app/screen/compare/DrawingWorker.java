package ldmstudio.app.screen.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import ldmstudio.app.client.Worker;
import ldmstudio.app.client.WorkerDeath;
import ldmstudio.app.client.WorkerException;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import ldmstudio.engine.worker.SampleSettings;

/**
 * A worker without a process that draws at once: pictures that depend on seed, number, guidance and
 * model. A model whose name has "broken" cannot be loaded; while {@link #hold} is set a drawing
 * stays in the middle until it is cancelled.
 */
public final class DrawingWorker implements Worker {
    private static final int SIDE = 32;

    public final List<Request> requests = new ArrayList<>();
    public volatile boolean hold;
    private final CompletableFuture<WorkerDeath> ended = new CompletableFuture<>();
    private CompletableFuture<Reply.Ok> held = new CompletableFuture<>();
    private int ids;

    @Override
    public synchronized CompletableFuture<Reply.Ok> request(
            Function<String, Request> make, Consumer<Reply> during) {
        Request request = make.apply(String.valueOf(++ids));
        requests.add(request);
        if (request instanceof Request.Load load) {
            return load.modelPath().contains("broken")
                    ? CompletableFuture.failedFuture(
                            new WorkerException(
                                    "weights.safetensors of " + load.modelPath() + " is damaged.",
                                    "Choose an older checkpoint.",
                                    "sha256 differs"))
                    : ok(request, description(load.modelPath()));
        }
        if (request instanceof Request.Cancel) {
            held.completeExceptionally(new WorkerException("cancelled", "", ""));
            return ok(request, Map.of());
        }
        if (request instanceof Request.Sample sample) {
            return draw(sample, during);
        }
        if (request instanceof Request.Trajectory trajectory) {
            return follow(trajectory, during);
        }
        return ok(request, Map.of());
    }

    private static CompletableFuture<Reply.Ok> ok(Request request, Map<String, Object> payload) {
        return CompletableFuture.completedFuture(new Reply.Ok(request.id(), payload));
    }

    private static Map<String, Object> description(String model) {
        boolean flow = model.contains("flow");
        return Map.of(
                "text",
                true,
                "classes",
                List.of(),
                "samplers",
                flow ? List.of("flow_euler", "tld_ddim") : List.of("ddim", "ddpm", "euler"),
                "sampling",
                Map.of(
                        "sampler",
                        flow ? "flow_euler" : "ddim",
                        "steps",
                        12,
                        "guidance_scale",
                        3.0,
                        "prompts",
                        "a red circle | a blue square"));
    }

    private CompletableFuture<Reply.Ok> draw(Request.Sample request, Consumer<Reply> during) {
        SampleSettings settings = request.settings();
        int count = settings.how().count();
        List<String> previews = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            previews.add(base64(picture(settings, i, 0.5)));
        }
        during.accept(
                new Reply.Progress(
                        request.id(),
                        "",
                        0.5,
                        settings.how().steps() / 2,
                        settings.how().steps(),
                        previews,
                        0));
        if (hold) {
            held = new CompletableFuture<>();
            return held;
        }
        try {
            Path folder = Files.createDirectories(Path.of(settings.outDir()));
            for (int i = 0; i < count; i++) {
                Path file = folder.resolve("sample-" + i + ".png");
                PngFiles.write(picture(settings, i, 0), Map.of(), file);
                during.accept(new Reply.SampleImage(request.id(), i, file.toString()));
            }
        } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
        }
        return ok(request, Map.of("count", count));
    }

    private CompletableFuture<Reply.Ok> follow(Request.Trajectory request, Consumer<Reply> during) {
        int steps = request.settings().how().steps();
        for (int step = 0; step <= steps; step++) {
            during.accept(state(request, false, step, steps));
        }
        if (hold) {
            held = new CompletableFuture<>();
            return held;
        }
        int others = request.branch().steps();
        for (int step = Math.max(0, request.branchAt());
                request.branchAt() >= 0 && step <= others;
                step++) {
            during.accept(state(request, true, step, others));
        }
        return ok(request, Map.of("states", steps + 1));
    }

    private static Reply.StepPictures state(
            Request.Trajectory request, boolean branch, int step, int steps) {
        SampleSettings settings = request.settings();
        double noise = 1 - (double) step / steps;
        double distance = branch ? 0.06 * (step - Math.max(0, request.branchAt())) : -1;
        return new Reply.StepPictures(
                request.id(),
                branch,
                step,
                steps,
                step == steps ? 0 : 999 * noise,
                Math.sqrt(1 - noise * noise),
                noise,
                base64(small(settings, noise)),
                base64(picture(settings, branch ? 1 : 0, noise)),
                base64(picture(settings, branch ? 1 : 0, noise / 2)),
                distance,
                distance * 0.8);
    }

    private static String base64(PixelImage image) {
        return Base64.getEncoder().encodeToString(PngFiles.encode(image, Map.of()));
    }

    private static PixelImage small(SampleSettings settings, double noise) {
        int[] argb = new int[64];
        for (int i = 0; i < argb.length; i++) {
            int grey = (int) (128 + noise * ((i * 57L + settings.how().seed() * 13) % 97 - 48));
            argb[i] = 0xFF000000 | grey << 16 | (255 - grey) << 8 | (i % 8 > 3 ? 90 : 160);
        }
        return new PixelImage(8, 8, argb);
    }

    /** A shape on a background, with noise over it. */
    static PixelImage picture(SampleSettings settings, int index, double noise) {
        long seed = settings.how().seed() + index;
        double radius = 7 + settings.how().guidanceScale() + seed % 3;
        int shape = 0x3B82C4 + 0x202000 * Math.floorMod(settings.model().hashCode(), 4);
        int[] argb = new int[SIDE * SIDE];
        for (int i = 0; i < argb.length; i++) {
            int x = i % SIDE;
            int y = i / SIDE;
            boolean inside = Math.hypot(x - 14.0 - seed % 5, y - 16) < radius;
            int base = inside ? shape : 0xF2EAD8;
            int apart = (int) (noise * ((x * 31L + y * 57L + seed * 13) * 37 % 160));
            int pixel = 0;
            for (int shift = 0; shift <= 16; shift += 8) {
                pixel |= Math.max(0, (base >> shift & 255) - apart) << shift;
            }
            argb[i] = 0xFF000000 | pixel;
        }
        return new PixelImage(SIDE, SIDE, argb);
    }

    /** Requests of a kind, in their order. */
    public synchronized <R extends Request> List<R> asked(Class<R> type) {
        return requests.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public Optional<Reply.Heartbeat> heartbeat() {
        return Optional.empty();
    }

    @Override
    public Health health() {
        return ended.isDone() ? Health.DEAD : Health.ALIVE;
    }

    @Override
    public CompletableFuture<WorkerDeath> ended() {
        return ended;
    }

    @Override
    public void close() {
        ended.complete(new WorkerDeath(0, true, "It ended as asked.", List.of()));
    }
}
