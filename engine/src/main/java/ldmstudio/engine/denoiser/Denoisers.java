package ldmstudio.engine.denoiser;

import java.util.Map;
import ldmstudio.engine.tensor.Ops;

/** Makes denoisers from their {@code config.json}. */
public final class Denoisers {
    private Denoisers() {}

    /**
     * A network without weights.
     *
     * @throws IllegalArgumentException for a {@code _class_name} that is not known, or a key whose
     *     value is not supported
     */
    public static DenoiserNetwork fromConfig(Ops ops, Map<String, ?> config) {
        String name = String.valueOf(config.get("_class_name"));
        return switch (name) {
            case "UNet2DModel" -> new UNet2d(ops, UNet2dConfig.fromMap(config));
            case "UNet2DConditionModel" ->
                    new UNet2dCondition(ops, UNet2dConditionConfig.fromMap(config));
            case TransformerDenoiserConfig.OWNER ->
                    new TransformerDenoiser(ops, TransformerDenoiserConfig.fromMap(config));
            default ->
                    throw new IllegalArgumentException(
                            "_class_name is "
                                    + name
                                    + "; the denoisers known here are UNet2DModel,"
                                    + " UNet2DConditionModel and TransformerDenoiser");
        };
    }
}
