package ldmstudio.engine.pipeline;

import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.condition.TextEncoder;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.sampler.ScheduleHabit;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a model that draws pictures.
 *
 * @param autoencoder null: the denoiser works on pixels
 * @param textEncoder null: it listens to no text
 * @param scalingFactor of the latents
 * @param predictionType what the denoiser's output means
 * @param channels of what is denoised
 * @param height of what is denoised
 * @param width of what is denoised
 * @param classCount classes that the denoiser knows; 0: none
 * @param habit how the model's own scheduler counts timesteps
 */
public record DiffusionModel(
        Ops ops,
        DenoiserNetwork denoiser,
        @Nullable Autoencoder autoencoder,
        @Nullable TextEncoder textEncoder,
        double scalingFactor,
        Process process,
        PredictionType predictionType,
        int channels,
        int height,
        int width,
        int classCount,
        ScheduleHabit habit) {
    /** A model that LDM Studio trained. */
    public DiffusionModel(
            Ops ops,
            DenoiserNetwork denoiser,
            @Nullable Autoencoder autoencoder,
            @Nullable TextEncoder textEncoder,
            double scalingFactor,
            Process process,
            PredictionType predictionType,
            int channels,
            int height,
            int width,
            int classCount) {
        this(
                ops,
                denoiser,
                autoencoder,
                textEncoder,
                scalingFactor,
                process,
                predictionType,
                channels,
                height,
                width,
                classCount,
                ScheduleHabit.OURS);
    }

    /** Whether a prompt says something to it. */
    public boolean listensToText() {
        return textEncoder != null
                && (denoiser.needs().contextWidth() > 0 || denoiser.needs().pooledWidth() > 0);
    }
}
