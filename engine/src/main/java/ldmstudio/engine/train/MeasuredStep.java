package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import java.util.List;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.autoencoder.QuantizerLoss;
import ldmstudio.engine.config.AutoencoderConfig;
import ldmstudio.engine.config.DiscriminatorConfig;
import ldmstudio.engine.config.ReconstructionConfig;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.config.TrainingConfig;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.perceptual.AdversarialLoss;
import ldmstudio.engine.perceptual.Discriminator;
import ldmstudio.engine.perceptual.Discriminators;
import ldmstudio.engine.perceptual.Lpips;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.ListOps;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A training step on given random pictures, to be timed: the losses, gradients, optimizer and
 * average are those of {@code ldm train}; reading data, evaluations and checkpoints are left out.
 */
public final class MeasuredStep implements AutoCloseable {
    private static final double RATE = 1e-4;

    private interface Work {
        void run(long step);
    }

    private final Work work;
    private long step;

    private MeasuredStep(Work work) {
        this.work = work;
    }

    /** Takes the next step. */
    public void run() {
        work.run(step++);
    }

    /** Nothing is held that its {@link Ops} does not free. */
    @Override
    public void close() {}

    /**
     * Stage 1: L1, KL of weight 1e-6, AdamW; with a critic also LPIPS, PatchGAN (hinge) and the
     * adaptive weight, each network with its optimizer.
     *
     * @param pixels {@code (B, C, H, W)} in [-1, 1]
     * @param lpips null: without critic
     */
    public static MeasuredStep stage1(
            Ops ops, Autoencoder autoencoder, NDArray pixels, @Nullable Lpips lpips) {
        TrainingConfig training = plain();
        DiscriminatorConfig disc = DiscriminatorConfig.defaults();
        Discriminator discriminator = Discriminators.of(ops, (int) pixels.getShape().get(1), disc);
        discriminator.initialize(0);
        discriminator.setTraining(true);
        autoencoder.setTraining(true);
        Trained generator = new Trained("autoencoder", ops, autoencoder, training, 0);
        Trained critic = new Trained("discriminator", ops, discriminator, training, 0);
        Stage1Losses losses =
                new Stage1Losses(
                        ops,
                        autoencoder,
                        discriminator,
                        AdversarialLoss.of(disc.discLoss()),
                        ReconstructionConfig.defaults(),
                        QuantizerLoss.of(AutoencoderConfig.defaults()),
                        lpips,
                        true);
        Noise noise = new Noise(0, "posterior");
        long[] x = pixels.getShape().getShape();
        long[] z = {
            x[0],
            autoencoder.latentChannels(),
            x[2] / autoencoder.factor(),
            x[3] / autoencoder.factor()
        };
        int latents = Math.toIntExact(z[0] * z[1] * z[2] * z[3]);
        return new MeasuredStep(
                step -> {
                    try (Scope scope = Scope.open()) {
                        NDArray eps = ops.array(noise.normal(step, 0, latents), z);
                        Stage1Losses.Pass pass =
                                losses.generator(pixels, eps, lpips == null ? 0 : 1);
                        generator.update(pass.gradients(), RATE);
                        Stage1Losses.Result made = pass.result();
                        if (lpips != null && made != null) {
                            critic.update(
                                    losses.discriminator(pixels, made.reconstruction()).gradients(),
                                    RATE);
                        }
                    }
                });
    }

    /**
     * Stage 2: the mean squared error of what a configuration's process predicts, AdamW and a
     * moving average.
     *
     * @param latents {@code (B, C, h, w)}, row by row
     * @param told what the denoiser is told at every step
     */
    public static MeasuredStep stage2(
            Ops ops,
            DenoiserNetwork denoiser,
            Stage2Config config,
            float[] latents,
            int batch,
            int[] shape,
            Conditioning told) {
        denoiser.setTraining(true);
        Trained trained = new Trained("unet", ops, denoiser, plain(), 0.999);
        DenoisingLosses losses =
                new DenoisingLosses(
                        config,
                        ops,
                        denoiser,
                        new GivenLatents(latents, batch, shape),
                        (clean, number) -> told);
        LatentBatches.Clean clean = new GivenLatents(latents, batch, shape).training(0);
        return new MeasuredStep(
                step -> {
                    MetricMeans means = new MetricMeans();
                    try (Scope scope = Scope.open()) {
                        GradientSum sum = new GradientSum(new ListOps(ops), 1);
                        try (Scope part = Scope.open();
                                Gradients.Recording on = Gradients.record()) {
                            NDArray loss = losses.training(clean, step, means);
                            sum.add(Gradients.of(ops, loss, denoiser.trainedArrays(), false), part);
                        }
                        List<NDArray> gradients = sum.mean();
                        trained.update(gradients, RATE);
                        gradients.forEach(NDArray::close);
                    }
                });
    }

    /** Without clipping, which the peer does not do either. */
    private static TrainingConfig plain() {
        return TrainingConfig.defaults().with("max_grad_norm", 0.0);
    }
}
