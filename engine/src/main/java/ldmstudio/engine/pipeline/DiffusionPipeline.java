package ldmstudio.engine.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.data.PixelPlanes;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.sampler.Denoiser;
import ldmstudio.engine.sampler.GuidedDenoiser;
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
    private final Ops ops;
    private final DiffusionModel model;
    private final WishConditions conditions;

    public DiffusionPipeline(DiffusionModel model) {
        this.ops = model.ops();
        this.model = model;
        this.conditions = new WishConditions(model);
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
        conditions.check(plan.wishes());
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
                                decode(draw(plan, canvas, sampler, firstStep, first, size, watch)));
                pictures.addAll(done);
                listener.pictures(done, first);
            }
        }
        return pictures;
    }

    private NDArray draw(
            SamplingPlan plan,
            Canvas canvas,
            Sampler sampler,
            int firstStep,
            int first,
            int size,
            SamplingListener watch) {
        List<Wish> wishes = plan.wishes().subList(first, first + size);
        SeededNoise noise = SeededNoise.series(ops, plan.seed(), first, size);
        Shape shape = new Shape(size, model.channels(), canvas.height(), canvas.width());
        NDArray drawn = plan.from().variation().of(ops, noise.start(shape), first);
        NDArray known = canvas.known(size);
        NDArray start =
                known == null || firstStep == 0
                        ? sampler.begin(drawn)
                        : sampler.noised(known, drawn, firstStep);
        NDArray repaint = canvas.repaint();
        SamplingListener listener =
                known == null || repaint == null
                        ? watch
                        : new KnownPart(ops, sampler, known, repaint, drawn, watch);
        Denoiser denoiser = denoiser(plan.how(), wishes, canvas);
        return sampler.sample(start, firstStep, denoiser, noise, listener);
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
                denoiser(how, wishes, new Canvas(model, plan.from())),
                SeededNoise.series(ops, how.seed(), 0, wishes.size()),
                new Watch(plan, PipelineListener.NONE, 0, 0, sampler.steps()));
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

    private Sampler sampler(SamplingConfig how) {
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
        boolean clips = threshold.equals("auto") && model.autoencoder() == null;
        return clips || threshold.equals("clip")
                ? new StartCorrection.Clip(1)
                : new StartCorrection.None();
    }

    private Denoiser denoiser(SamplingConfig how, List<Wish> wishes, Canvas canvas) {
        DenoiserNetwork network = model.denoiser().atSize(canvas.height(), canvas.width());
        NDArray around = canvas.around(wishes.size());
        Conditioning wanted = withKnown(conditions.wanted(wishes), around);
        boolean distilled = network.needs().guidance();
        if (distilled) {
            float[] scale = new float[wishes.size()];
            // The reference's w counts from 0: no guidance.
            Arrays.fill(scale, (float) (how.guidanceScale() - 1));
            Conditioning told = wanted.withGuidance(ops.array(scale, scale.length));
            return (xt, t) -> network.forward(xt, timesteps(xt, t), told);
        }
        boolean guidance = how.guidanceScale() != 1 && wishes.stream().anyMatch(Wish::any);
        if (!guidance) {
            return (xt, t) -> network.forward(xt, timesteps(xt, t), wanted);
        }
        Conditioning both =
                Conditioning.join(
                        ops,
                        List.of(
                                withKnown(
                                        conditions.hidden(wishes.size(), how.negativePrompt()),
                                        around),
                                wanted));
        return new GuidedDenoiser(
                ops, (xt, t) -> network.forward(xt, timesteps(xt, t), both), how.guidanceScale());
    }

    /** What is known of the picture is never hidden: guidance strengthens the words. */
    private static Conditioning withKnown(Conditioning told, @Nullable NDArray around) {
        return around == null ? told : told.withImage(around);
    }

    private NDArray timesteps(NDArray xt, double timestep) {
        float[] all = new float[(int) xt.getShape().get(0)];
        Arrays.fill(all, (float) timestep);
        return ops.array(all, all.length);
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
