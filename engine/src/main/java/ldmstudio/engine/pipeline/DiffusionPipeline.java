package ldmstudio.engine.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.data.PixelPlanes;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
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
 * <p>Guidance runs the denoiser once on the doubled batch; the missing condition is the class after
 * the last one.
 */
public final class DiffusionPipeline {
    private final Ops ops;
    private final DenoiserNetwork denoiser;
    private final @Nullable Autoencoder autoencoder;
    private final double scalingFactor;
    private final Process process;
    private final PredictionType predictionType;
    private final int[] shape;
    private final int classCount;

    /**
     * @param autoencoder null: the denoiser works on pixels
     * @param shape {@code [C, h, w]} of what is denoised
     * @param classCount classes that the denoiser knows; 0: unconditional
     */
    public DiffusionPipeline(
            Ops ops,
            DenoiserNetwork denoiser,
            @Nullable Autoencoder autoencoder,
            double scalingFactor,
            Process process,
            PredictionType predictionType,
            int[] shape,
            int classCount) {
        this.ops = ops;
        this.denoiser = denoiser;
        this.autoencoder = autoencoder;
        this.scalingFactor = scalingFactor;
        this.process = process;
        this.predictionType = predictionType;
        this.shape = shape.clone();
        this.classCount = classCount;
    }

    /**
     * Draws all pictures of a plan.
     *
     * @throws IllegalArgumentException for a sampler, class or number of steps that this model does
     *     not know
     * @throws java.util.concurrent.CancellationException when the listener asked for it
     */
    public List<PixelImage> sample(SamplingPlan plan, PipelineListener listener) {
        checkLabels(plan);
        Sampler sampler = sampler(plan);
        List<PixelImage> pictures = new ArrayList<>();
        int batches = (plan.count() + plan.batchSize() - 1) / plan.batchSize();
        int stepsEach = sampler.steps();
        for (int first = 0; first < plan.count(); first += plan.batchSize()) {
            int size = Math.min(plan.batchSize(), plan.count() - first);
            List<Integer> labels = plan.labels().subList(first, first + size);
            Watch watch =
                    new Watch(
                            plan,
                            listener,
                            first,
                            pictures.size() / plan.batchSize() * stepsEach,
                            batches * stepsEach);
            try (Scope scope = Scope.open()) {
                SeededNoise noise = SeededNoise.series(ops, plan.seed(), first, size);
                NDArray start =
                        sampler.begin(noise.start(new Shape(size, shape[0], shape[1], shape[2])));
                NDArray z0 = sampler.sample(start, guided(plan, labels), noise, watch);
                List<PixelImage> done = decode(z0);
                pictures.addAll(done);
                listener.pictures(done, first);
            }
        }
        return pictures;
    }

    /**
     * Pictures of scaled latents {@code (B, C, h, w)}, or of pixels where there is no autoencoder.
     */
    public List<PixelImage> decode(NDArray z0) {
        try (Scope scope = Scope.open()) {
            NDArray decoded =
                    autoencoder == null ? z0 : autoencoder.decode(ops.scale(z0, 1 / scalingFactor));
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

    private void checkLabels(SamplingPlan plan) {
        for (int label : plan.labels()) {
            if (label >= classCount) {
                throw new IllegalArgumentException(
                        classCount == 0
                                ? "This model knows no classes; leave the class out"
                                : "class is "
                                        + label
                                        + "; this model knows 0 to "
                                        + (classCount - 1));
            }
        }
    }

    private Sampler sampler(SamplingPlan plan) {
        // Pixels end in [-1, 1], so believing in anything outside is a mistake; latents have no
        // such bound.
        StartCorrection correction =
                autoencoder == null ? new StartCorrection.Clip(1) : new StartCorrection.None();
        return Samplers.create(
                ops,
                plan.sampler(),
                process,
                predictionType,
                plan.steps(),
                SamplerOptions.defaults()
                        .withEta(plan.eta())
                        .withSigmaScale(plan.sigmaScale())
                        .withCorrection(correction));
    }

    private ldmstudio.engine.sampler.Denoiser guided(SamplingPlan plan, List<Integer> labels) {
        if (classCount == 0) {
            return (xt, t) -> denoiser.forward(xt, timesteps(xt, t), Conditioning.NONE);
        }
        int size = labels.size();
        long[] wanted =
                labels.stream().mapToLong(label -> label < 0 ? classCount : label).toArray();
        boolean guidance =
                plan.guidanceScale() != 1 && labels.stream().anyMatch(label -> label >= 0);
        if (!guidance) {
            return (xt, t) ->
                    denoiser.forward(
                            xt, timesteps(xt, t), Conditioning.ofClasses(ops.array(wanted, size)));
        }
        long[] both = new long[2 * size];
        Arrays.fill(both, 0, size, classCount);
        System.arraycopy(wanted, 0, both, size, size);
        return new GuidedDenoiser(
                ops,
                (xt, t) ->
                        denoiser.forward(
                                xt,
                                timesteps(xt, t),
                                Conditioning.ofClasses(ops.array(both, 2L * size))),
                plan.guidanceScale());
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
