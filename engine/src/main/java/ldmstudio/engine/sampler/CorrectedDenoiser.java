package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.diffusion.NoiseLevel;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Ops;

/**
 * A denoiser whose implied x̂_0 is corrected, clipped or thresholded, whatever it predicts: the
 * answer becomes the one that implies the corrected x̂_0. For a correction under guidance, and for
 * samplers that know none.
 *
 * <p>Source: Saharia et al., Imagen, 2022, arXiv:2205.11487, section 2.3.
 */
public final class CorrectedDenoiser implements Denoiser {
    private final Ops ops;
    private final Process process;
    private final PredictionType predictionType;
    private final StartCorrection correction;
    private final Denoiser denoiser;

    public CorrectedDenoiser(
            Ops ops,
            Process process,
            PredictionType predictionType,
            StartCorrection correction,
            Denoiser denoiser) {
        this.ops = ops;
        this.process = process;
        this.predictionType = predictionType;
        this.correction = correction;
        this.denoiser = denoiser;
    }

    @Override
    public NDArray predict(NDArray xt, double timestep) {
        NoiseLevel level = process.level(ops, process.timeOf(timestep));
        NDArray output = ops.cast(denoiser.predict(xt, timestep), ComputeType.FP32);
        NDArray start = correction.apply(ops, predictionType.predictStart(level, xt, output));
        return predictionType.target(level, start, level.predictNoiseFromStart(xt, start));
    }
}
