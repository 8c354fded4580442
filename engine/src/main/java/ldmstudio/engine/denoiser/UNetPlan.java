package ldmstudio.engine.denoiser;

import java.util.function.Supplier;
import ldmstudio.engine.nn.Activation;
import ldmstudio.engine.nn.SpatialAttention;
import org.jspecify.annotations.Nullable;

/**
 * Where the two UNets differ in how the shared body is built.
 *
 * @param codeWidth width of the timestep's code
 * @param embeddingWidth width of the timestep's embedding
 * @param timeActivation between the embedding's two layers
 * @param timeAfter after them; null: none
 * @param embeddingActivation applied to the sum of timestep and class; null: none
 * @param classWidth width of a class vector that is projected
 * @param classBeside whether the class vector stands beside the timestep's instead of being added
 * @param attention the attention of a level
 * @param residualDown whether attention levels halve the resolution with a residual block
 * @param residualUp whether attention levels double the resolution with a residual block
 * @param residualLevelScale output scale of {@link LevelType#RESIDUAL} levels
 * @param residualLevelActivated whether those levels take the embedding as it is
 * @param hasMid whether there is a middle
 * @param midLayers attention layers in the middle
 * @param midAttention makes them; null: residual blocks only
 * @param outActivation before the last convolution
 * @param divideByTimestep whether the output is divided by the timestep
 */
record UNetPlan(
        int codeWidth,
        int embeddingWidth,
        Activation timeActivation,
        @Nullable Activation timeAfter,
        @Nullable Activation embeddingActivation,
        int classWidth,
        boolean classBeside,
        int trainTimesteps,
        LevelAttention attention,
        boolean residualDown,
        boolean residualUp,
        double residualLevelScale,
        boolean residualLevelActivated,
        boolean hasMid,
        int midLayers,
        @Nullable Supplier<SpatialAttention> midAttention,
        int convInKernel,
        int convOutKernel,
        Activation outActivation,
        boolean divideByTimestep) {
    /** Makes the attention of a level; null for a level without. */
    interface LevelAttention {
        /**
         * @param index counted from the largest resolution on the way down, from the smallest on
         *     the way up
         */
        @Nullable Supplier<SpatialAttention> of(
                LevelType type, int index, boolean up, int channels);
    }
}
