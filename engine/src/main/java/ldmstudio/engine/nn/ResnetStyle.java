package ldmstudio.engine.nn;

/**
 * What all residual blocks of one network have in common.
 *
 * @param groups groups of the norms
 * @param eps ε of the norms
 * @param activation non-linearity
 * @param embeddingWidth width of the timestep's embedding; 0: the blocks know no timestep
 * @param scaleShift whether the embedding scales and shifts the second norm's output instead of
 *     being added before it
 * @param embeddingActivated whether the embedding comes with its non-linearity already applied
 * @param outputScale the sum of both ways is divided by it
 * @param dropout share of the elements dropped before the second convolution while training
 * @param clock where the dropout masks come from
 */
public record ResnetStyle(
        int groups,
        double eps,
        Activation activation,
        int embeddingWidth,
        boolean scaleShift,
        boolean embeddingActivated,
        double outputScale,
        double dropout,
        DropoutClock clock) {
    /** The style of the autoencoders: no timestep, ε = 1e-6, no dropout. */
    public static ResnetStyle ofAutoencoder(int groups, Activation activation) {
        return new ResnetStyle(groups, 1e-6, activation, 0, false, false, 1, 0, new DropoutClock());
    }

    public ResnetStyle withOutput(double scale, boolean activated) {
        return new ResnetStyle(
                groups,
                eps,
                activation,
                embeddingWidth,
                scaleShift,
                activated,
                scale,
                dropout,
                clock);
    }
}
