package ldmstudio.engine.train;

import ldmstudio.engine.denoiser.Conditioning;

/** What the denoiser is told about the pictures of a batch, some of it hidden for guidance. */
interface Conditions {
    /**
     * The conditions of some clean samples, in the caller's scope.
     *
     * @param batchNumber of training, which decides what is hidden; negative: nothing is
     */
    Conditioning of(LatentBatches.Clean clean, long batchNumber);
}
