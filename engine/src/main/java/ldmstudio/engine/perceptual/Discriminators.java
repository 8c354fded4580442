package ldmstudio.engine.perceptual;

import ldmstudio.engine.config.DiscriminatorConfig;
import ldmstudio.engine.tensor.Ops;

/** Makes the discriminator that a run's configuration describes. */
public final class Discriminators {
    private Discriminators() {}

    /**
     * @param inChannels channels of the pictures
     */
    public static Discriminator of(Ops ops, int inChannels, DiscriminatorConfig config) {
        int channels = config.discChannels();
        int layers = config.discLayers();
        return switch (config.discType()) {
            case "eai" ->
                    new EaiDiscriminator(
                            ops, EaiDiscriminator.Plan.doubling(inChannels, channels, layers));
            case "nlayer_actnorm" ->
                    new PatchDiscriminator(
                            ops, inChannels, channels, layers, PatchDiscriminator.Norm.ACT);
            case "nlayer" ->
                    new PatchDiscriminator(
                            ops, inChannels, channels, layers, PatchDiscriminator.Norm.BATCH);
            default ->
                    throw new IllegalArgumentException(
                            "disc_type is '"
                                    + config.discType()
                                    + "', allowed are nlayer, nlayer_actnorm and eai");
        };
    }
}
