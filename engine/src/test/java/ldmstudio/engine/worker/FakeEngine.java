package ldmstudio.engine.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import ldmstudio.engine.checkpoint.Inspection;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.config.WalkConfig;
import ldmstudio.engine.config.WalkTimeline;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.pipeline.WalkFilm;
import org.jspecify.annotations.Nullable;

/** An engine whose jobs do what the test tells them, step by step. */
final class FakeEngine implements EngineService {
    /** What was asked of the training, in order. */
    final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    /** What the training does next: {@code step}, {@code pause}, {@code resume}, {@code end} … */
    final BlockingQueue<String> script = new LinkedBlockingQueue<>();

    /** Permits for the steps of a sampling. */
    final BlockingQueue<String> samplingSteps = new LinkedBlockingQueue<>();

    /** The models that pictures were drawn with, in order. */
    final BlockingQueue<Path> drawnWith = new LinkedBlockingQueue<>();

    /** Every model takes 100. */
    volatile long modelMemory = 250;

    final CountDownLatch open = new CountDownLatch(1);
    volatile boolean openAtOnce = true;
    volatile @Nullable RunConfig config;

    @Override
    public TrainingHandle train(RunConfig newConfig, Path runDir) throws Exception {
        config = newConfig;
        asked.add("train " + runDir);
        if (runDir.endsWith("broken")) {
            throw new RefusedException("no pictures", "Choose another folder.");
        }
        if (!openAtOnce) {
            open.await();
        }
        return new Training();
    }

    @Override
    public TrainingHandle resume(Path runDir) {
        asked.add("resume " + runDir);
        return new Training();
    }

    @Override
    public SampleModel load(Path model) throws RefusedException {
        if (model.endsWith("absent")) {
            throw new RefusedException("no such model", "");
        }
        asked.add("load " + model);
        return new Model(model);
    }

    @Override
    public Path place(Path model) {
        return model;
    }

    @Override
    public long estimatedBytes(Path place) {
        return 100;
    }

    @Override
    public long modelMemory() {
        return modelMemory;
    }

    @Override
    public Inspection inspect(Path path, boolean hash) throws RefusedException {
        if (path.endsWith("absent")) {
            throw new RefusedException("there is nothing named " + path, "Choose another.");
        }
        return new Inspection(
                path.toString(),
                "safetensors",
                "vgg16",
                "VGG16 of torchvision",
                "",
                12,
                hash ? "ab" : "",
                6,
                Map.of("F32", 6L),
                Map.of(),
                List.of(),
                List.of(new Inspection.Tensor("features.0.weight", "F32", List.of(2L, 3L))));
    }

    @Override
    public String deviceReport() {
        return "one processor";
    }

    @Override
    public long liveArrays() {
        return 17;
    }

    private final class Training implements TrainingHandle {
        @Override
        public End run(TrainingListener listener) throws Exception {
            long step = 0;
            while (true) {
                String next = script.take();
                switch (next) {
                    case "prepare" -> listener.preparing("encoding", 0.5);
                    case "step" -> listener.step(++step, 100, 4.0);
                    case "pause" -> listener.paused(step);
                    case "resume" -> listener.resumed(step);
                    case "stop" -> {
                        return new End(step, true);
                    }
                    case "end" -> {
                        return new End(step, false);
                    }
                    case "fail" -> throw new IllegalStateException("loss is NaN at step " + step);
                    case "memory" -> throw new OutOfMemoryError("heap");
                    default -> throw new AssertionError(next);
                }
            }
        }

        @Override
        public void pause() {
            asked.add("pause");
        }

        @Override
        public void proceed() {
            asked.add("proceed");
        }

        @Override
        public void stop(boolean save) {
            asked.add("stop " + save);
            script.add("stop");
        }

        @Override
        public void checkpointNow() {
            asked.add("checkpoint");
        }

        @Override
        public void sampleNow() {
            asked.add("sample");
        }

        @Override
        public void set(String key, String value) throws RefusedException {
            if (!key.equals("learning_rate")) {
                throw new RefusedException(
                        "'" + key + "' cannot be changed", "Allowed: learning_rate");
            }
            asked.add("set " + key + " " + value);
        }

        @Override
        public void close() {
            asked.add("closed");
        }
    }

    private final class Model implements SampleModel {
        private final Path path;

        Model(Path path) {
            this.path = path;
        }

        @Override
        public Map<String, Object> description() {
            return Map.of("img_size", 8, "classes", List.of("a", "b"));
        }

        @Override
        public void sample(SampleSettings settings, SampleListener listener) throws Exception {
            drawnWith.add(path);
            PixelImage preview = new PixelImage(1, 1, new int[] {0xff102030});
            for (int step = 1; step <= settings.how().steps(); step++) {
                while (samplingSteps.poll(10, TimeUnit.MILLISECONDS) == null) {
                    if (listener.cancelled()) {
                        return;
                    }
                }
                listener.step(step, settings.how().steps(), List.of(preview), 0);
            }
            for (int i = 0; i < settings.how().count(); i++) {
                listener.image(i, Path.of(settings.outDir(), i + ".png"));
            }
        }

        @Override
        public int[] trajectory(Request.Trajectory request, TrajectoryWatch watch) {
            drawnWith.add(path);
            int steps = request.settings().how().steps();
            for (int step = 0; step <= steps && !watch.cancelled(); step++) {
                watch.step(
                        new Reply.StepPictures(
                                request.id(), false, step, steps, 9, 0.6, 0.8, "", "", "", -1, -1));
            }
            return new int[] {steps + 1, 0};
        }

        @Override
        public byte[] frame(
                WalkConfig walk, double at, double atY, int steps, BooleanSupplier cancelled)
                throws Exception {
            asked.add("frame " + at);
            while (samplingSteps.poll(5, TimeUnit.MILLISECONDS) == null) {
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException();
                }
            }
            drawnWith.add(path);
            return new byte[] {(byte) (100 * at)};
        }

        @Override
        public RenderedWalk render(
                WalkConfig walk, VideoConfig video, Path out, WalkFilm.Listener listener) {
            int frames = WalkTimeline.frames(walk.seconds(), video.fps());
            for (int i = 1; i <= frames; i++) {
                if (listener.cancelled()) {
                    throw new CancellationException();
                }
                listener.frame(i, frames, new PixelImage(1, 1, new int[] {0xff102030}));
            }
            return new RenderedWalk(
                    new WalkFilm.Done(out, frames, walk.seconds(), List.of(0.0, 1.0), 0, 0),
                    List.of("a notice"));
        }

        @Override
        public Map<String, Object> tokens(String text) {
            List<String> pieces = List.of(text.split(" "));
            return Map.of("count", pieces.size(), "max", 3, "cut", "", "tokens", pieces);
        }

        @Override
        public List<String> vocabulary() {
            return List.of("a", "circle");
        }

        @Override
        public long bytes() {
            return 100;
        }

        @Override
        public void close() {
            asked.add("closed " + path);
        }
    }
}
