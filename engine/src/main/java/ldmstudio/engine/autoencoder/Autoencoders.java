package ldmstudio.engine.autoencoder;

import java.util.Map;
import ldmstudio.engine.config.AutoencoderConfig;
import ldmstudio.engine.tensor.Ops;

/** Makes the autoencoder that a configuration names; its weights are still to be given. */
public final class Autoencoders {
    private Autoencoders() {}

    /**
     * The network of a {@code config.json}, by its {@code _class_name}; AutoencoderKL where there
     * is none.
     *
     * @throws IllegalArgumentException for a class that is not known, naming those that are, or for
     *     a value that is not supported
     */
    public static Autoencoder fromConfig(Ops ops, Map<String, ?> configJson) {
        Object given = configJson.get("_class_name");
        String name = given == null ? AutoencoderKlConfig.CLASS_NAME : given.toString();
        return switch (name) {
            case AutoencoderKlConfig.CLASS_NAME ->
                    new AutoencoderKl(ops, AutoencoderKlConfig.fromMap(configJson));
            case VqModelConfig.CLASS_NAME -> new VqModel(ops, VqModelConfig.fromMap(configJson));
            case EaiConfig.VARIATIONAL, EaiConfig.QUANTIZING ->
                    new EaiAutoencoder(ops, EaiConfig.fromMap(configJson));
            default ->
                    throw new IllegalArgumentException(
                            "The autoencoder's config.json names the class "
                                    + name
                                    + "; known are "
                                    + String.join(
                                            ", ",
                                            AutoencoderKlConfig.CLASS_NAME,
                                            VqModelConfig.CLASS_NAME,
                                            EaiConfig.VARIATIONAL,
                                            EaiConfig.QUANTIZING));
        };
    }

    /** The network that a run's configuration describes. */
    public static Autoencoder of(Ops ops, AutoencoderConfig config) {
        boolean learnedCodes = !config.averagedCodes();
        if (config.eai()) {
            return new EaiAutoencoder(ops, EaiConfig.of(config), learnedCodes);
        }
        return config.quantize()
                ? new VqModel(ops, VqModelConfig.of(config), learnedCodes)
                : new AutoencoderKl(ops, AutoencoderKlConfig.of(config));
    }
}
