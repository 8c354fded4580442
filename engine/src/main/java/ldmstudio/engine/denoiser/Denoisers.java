package ldmstudio.engine.denoiser;

import java.util.Map;
import ldmstudio.engine.config.DenoiserConfig;
import ldmstudio.engine.config.DiTConfig;
import ldmstudio.engine.config.EaiUNetConfig;
import ldmstudio.engine.config.TransformerConfig;
import ldmstudio.engine.config.UNetConfig;
import ldmstudio.engine.tensor.Ops;

/** Makes denoisers from their {@code config.json}. */
public final class Denoisers {
    private Denoisers() {}

    /**
     * The network that a run's configuration describes, without weights.
     *
     * @param channels of the sample
     * @param size side of the sample
     * @param told what it will be told; a network that cannot hear some of it refuses
     */
    public static DenoiserNetwork create(
            Ops ops, DenoiserConfig config, int channels, int size, ConditionNeeds told) {
        if (config instanceof UNetConfig unet) {
            ConditionNeeds heard = told.withPooledWidth(0);
            return told.contextWidth() > 0
                    ? new UNet2dCondition(
                            ops, UNet2dConditionConfig.of(unet, channels, size, heard))
                    : new UNet2d(ops, UNet2dConfig.of(unet, channels, size, heard));
        }
        if (config instanceof TransformerConfig transformer) {
            return new TransformerDenoiser(
                    ops, TransformerDenoiserConfig.of(transformer, channels, size, told));
        }
        if (config instanceof DiTConfig dit) {
            return new DiTTransformer(ops, DiTTransformerConfig.of(dit, channels, size, told));
        }
        if (config instanceof EaiUNetConfig eai) {
            return new EaiUNet(ops, EaiUNetShape.of(eai, channels, size, told));
        }
        throw new IllegalArgumentException("There is no denoiser for " + config);
    }

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
            case DiTTransformerConfig.OWNER ->
                    new DiTTransformer(ops, DiTTransformerConfig.fromMap(config));
            case EaiUNetShape.CLASS_NAME -> new EaiUNet(ops, EaiUNetShape.fromMap(config));
            default ->
                    throw new IllegalArgumentException(
                            "_class_name is "
                                    + name
                                    + "; the denoisers known here are UNet2DModel,"
                                    + " UNet2DConditionModel, TransformerDenoiser,"
                                    + " DiTTransformer and EaiUNet");
        };
    }
}
