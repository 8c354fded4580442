package ldmstudio.engine.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.autoencoder.Tiling;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.data.PixelPlanes;
import ldmstudio.engine.sampler.Denoiser;
import ldmstudio.engine.sampler.LatentNudge;
import ldmstudio.engine.sampler.NoiseSource;
import ldmstudio.engine.sampler.Sampler;
import ldmstudio.engine.sampler.SamplerOptions;
import ldmstudio.engine.sampler.Samplers;
import ldmstudio.engine.sampler.SamplingListener;
import ldmstudio.engine.sampler.SeededNoise;
import ldmstudio.engine.sampler.StartCorrection;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Noise to pictures: a sampler asks the denoiser, and the autoencoder, if there is one, decodes z0
 * / scalingFactor.
 *
 * <p>Guidance runs the denoiser once on the doubled batch, see {@link WishConditions} for what it
 * is told where a condition is hidden.
 */
public final class DiffusionPipeline {
    /** Imagen's percentile of dynamic thresholding. */
    private static final double QUANTILE = 0.995;

    /** What lies further out than this is a failure that no division mends. */
    private static final double LARGEST = 100;

    private final Ops ops;
    private final DiffusionModel model;
    private final WishConditions conditions;
    private final AskedDenoiser asked;

    public DiffusionPipeline(DiffusionModel model) {
        this.ops = model.ops();
        this.model = model;
        this.conditions = new WishConditions(model);
        this.asked = new AskedDenoiser(model, conditions);
    }

    public DiffusionModel model() {
        return model;
    }

    /**
     * Draws all pictures of a plan.
     *
     * @throws IllegalArgumentException for a sampler, wish or number of steps that this model does
     *     not know
     * @throws java.util.concurrent.CancellationException when the listener asked for it
     */
    public List<PixelImage> sample(SamplingPlan plan, PipelineListener listener) {
        checked(plan);
        Canvas canvas = new Canvas(model, plan.from());
        Sampler sampler = sampler(plan.how());
        int firstStep = canvas.firstStep(sampler.steps());
        List<PixelImage> pictures = new ArrayList<>();
        int batches = (plan.count() + plan.batchSize() - 1) / plan.batchSize();
        int stepsEach = sampler.steps() - firstStep;
        for (int first = 0; first < plan.count(); first += plan.batchSize()) {
            int size = Math.min(plan.batchSize(), plan.count() - first);
            Watch watch =
                    new Watch(
                            plan,
                            listener,
                            first,
                            pictures.size() / plan.batchSize() * stepsEach - firstStep,
                            batches * stepsEach);
            try (Scope scope = Scope.open()) {
                List<PixelImage> done =
                        canvas.finish(
                                decode(
                                        draw(
                                                plan, canvas, sampler, firstStep, first, size, null,
                                                watch)));
                pictures.addAll(done);
                listener.pictures(done, first);
            }
        }
        return pictures;
    }

    /**
     * Draws only one batch of a plan, of the size given whatever the plan's, so that what was drawn
     * in it comes out the same bit for bit: products of another size round otherwise.
     *
     * @param first index of the batch's first picture
     */
    public List<PixelImage> batch(
            SamplingPlan plan, int first, int size, PipelineListener listener) {
        checked(plan);
        Canvas canvas = new Canvas(model, plan.from());
        Sampler sampler = sampler(plan.how());
        int firstStep = canvas.firstStep(sampler.steps());
        Watch watch = new Watch(plan, listener, first, -firstStep, sampler.steps() - firstStep);
        try (Scope scope = Scope.open()) {
            return canvas.finish(
                    decode(draw(plan, canvas, sampler, firstStep, first, size, null, watch)));
        }
    }

    /** The plan, if this model can fulfil it. */
    SamplingPlan checked(SamplingPlan plan) {
        conditions.check(plan.wishes());
        Autoencoder autoencoder = model.autoencoder();
        if (autoencoder != null) {
            autoencoder.setTiling(Tiling.of(plan.how().vaeTiling()));
        }
        return plan;
    }

    /**
     * Scaled latents of pictures {@code first …} of a plan.
     *
     * @param from where {@code firstStep} starts; null: from noise, or from the noised picture
     */
    NDArray draw(
            SamplingPlan plan,
            Canvas canvas,
            Sampler sampler,
            int firstStep,
            int first,
            int size,
            @Nullable NDArray from,
            SamplingListener watch) {
        List<Wish> wishes = plan.wishes().subList(first, first + size);
        SeededNoise noise = plan.noise(ops, first, size);
        Shape shape = new Shape(size, model.channels(), canvas.height(), canvas.width());
        NDArray drawn = plan.from().variation().of(ops, noise.start(shape), first);
        NDArray known = canvas.known(size);
        NDArray start =
                from != null
                        ? from
                        : known == null || firstStep == 0
                                ? sampler.begin(drawn)
                                : sampler.noised(known, drawn, firstStep);
        NDArray repaint = canvas.repaint();
        SamplingListener listener =
                known == null || repaint == null
                        ? watch
                        : new KnownPart(ops, sampler, known, repaint, drawn, watch);
        Denoiser denoiser = asked.of(plan.how(), wishes, canvas);
        NDArray z0 = sampler.sample(start, firstStep, denoiser, noise, listener);
        return new LatentNudge(plan.how().sharpness(), plan.how().brightness()).apply(ops, z0);
    }

    /**
     * The scaled latents that given noise leads to, so that what another program drew can be drawn
     * again.
     *
     * @param noise of the first step, {@code (B, C, h, w)}; later noise is that of {@code how}'s
     *     seed
     */
    public NDArray latents(SamplingConfig how, List<Wish> wishes, NDArray noise) {
        conditions.check(wishes);
        SamplingPlan plan = new SamplingPlan(how, wishes, wishes.size(), 0);
        Sampler sampler = sampler(how);
        return sampler.sample(
                sampler.begin(noise),
                0,
                asked.of(how, wishes, new Canvas(model, plan.from())),
                SeededNoise.series(ops, how.seed(), 0, wishes.size()),
                new Watch(plan, PipelineListener.NONE, 0, 0, sampler.steps()));
    }

    /**
     * One picture of the model's own size.
     *
     * @param told what the denoiser is told of it
     * @param noise of every step
     */
    PixelImage draw(SamplingConfig how, Told told, NoiseSource noise, BooleanSupplier cancelled) {
        Sampler sampler = sampler(how);
        Shape shape = new Shape(1, model.channels(), model.height(), model.width());
        NDArray z0 =
                sampler.sample(
                        sampler.begin(noise.start(shape)),
                        0,
                        asked.of(how, told, 1, new Canvas(model, Beginning.NOISE)),
                        noise,
                        new SamplingListener() {
                            @Override
                            public void step(Step step) {}

                            @Override
                            public boolean cancelled() {
                                return cancelled.getAsBoolean();
                            }
                        });
        return decode(new LatentNudge(how.sharpness(), how.brightness()).apply(ops, z0)).get(0);
    }

    AskedDenoiser asked() {
        return asked;
    }

    /**
     * Pictures of scaled latents {@code (B, C, h, w)}, or of pixels where there is no autoencoder.
     */
    public List<PixelImage> decode(NDArray z0) {
        Autoencoder autoencoder = model.autoencoder();
        try (Scope scope = Scope.open()) {
            NDArray decoded =
                    autoencoder == null
                            ? z0
                            : autoencoder.decode(ops.scale(z0, 1 / model.scalingFactor()));
            float[] planes = ops.floats(decoded);
            long[] size = decoded.getShape().getShape();
            List<PixelImage> pictures = new ArrayList<>();
            for (int i = 0; i < size[0]; i++) {
                pictures.add(
                        PixelPlanes.toImage(
                                planes, i, (int) size[1], (int) size[2], (int) size[3]));
            }
            return pictures;
        }
    }

    Sampler sampler(SamplingConfig how) {
        return Samplers.create(
                ops,
                how.sampler(),
                model.process(),
                model.predictionType(),
                how.steps(),
                SamplerOptions.defaults()
                        .withEta(how.eta())
                        .withSigmaScale(how.sigmaScale())
                        .withSpacing(how.timestepSpacing())
                        .withKarrasSigmas(how.karrasSigmas())
                        .withCorrection(correction(how.threshold()))
                        .withHabit(model.habit()));
    }

    /**
     * Pixels end in [-1, 1], so believing in anything outside is a mistake; latents have no such
     * bound.
     */
    private StartCorrection correction(String threshold) {
        boolean latents = model.autoencoder() != null;
        if (latents && (threshold.equals("clip") || threshold.equals("dynamic"))) {
            throw new IllegalArgumentException(
                    "threshold is '"
                            + threshold
                            + "', which keeps pixels in their range; latents have none. Use auto or"
                            + " none.");
        }
        return switch (threshold) {
            case "auto" -> latents ? new StartCorrection.None() : new StartCorrection.Clip(1);
            case "clip" -> new StartCorrection.Clip(1);
            case "dynamic" -> new StartCorrection.Threshold(QUANTILE, LARGEST);
            default -> new StartCorrection.None();
        };
    }

    /** Counts steps over all batches and decodes previews when they are due. */
    private final class Watch implements SamplingListener {
        private final SamplingPlan plan;
        private final PipelineListener listener;
        private final int first;
        private final int stepsBefore;
        private final int totalSteps;

        Watch(
                SamplingPlan plan,
                PipelineListener listener,
                int first,
                int stepsBefore,
                int totalSteps) {
            this.plan = plan;
            this.listener = listener;
            this.first = first;
            this.stepsBefore = stepsBefore;
            this.totalSteps = totalSteps;
        }

        @Override
        public void step(Step step) {
            boolean due =
                    plan.previewEvery() > 0
                            && (step.number() % plan.previewEvery() == 0)
                            && step.number() < step.total();
            List<PixelImage> previews = due ? decode(step.predictedStart()) : List.of();
            listener.step(stepsBefore + step.number(), totalSteps, previews, first);
        }

        @Override
        public boolean cancelled() {
            return listener.cancelled();
        }
    }
}
