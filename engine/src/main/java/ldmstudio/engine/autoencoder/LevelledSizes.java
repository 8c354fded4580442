package ldmstudio.engine.autoencoder;

/** Sizes of the autoencoders that are built of the reference's levels. */
interface LevelledSizes extends AutoencoderSizes {
    LevelPlan levels();

    @Override
    default int inChannels() {
        return levels().inChannels();
    }

    @Override
    default int outChannels() {
        return levels().outChannels();
    }

    @Override
    default int latentChannels() {
        return levels().latentChannels();
    }

    @Override
    default int factor() {
        return levels().factor();
    }
}
