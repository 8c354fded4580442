package ldmstudio.engine.worker;

import ldmstudio.engine.checkpoint.ModelConversion;
import ldmstudio.engine.checkpoint.TensorType;
import org.jspecify.annotations.Nullable;

/** The words of a conversion on the wire. */
final class Conversions {
    private Conversions() {}

    static ModelConversion.Form form(String word) {
        return switch (word) {
            case "diffusers" -> ModelConversion.Form.DIFFUSERS;
            case "compvis" -> ModelConversion.Form.COMPVIS;
            case "safetensors" -> ModelConversion.Form.SAFETENSORS;
            case "studio" -> ModelConversion.Form.STUDIO;
            default ->
                    throw new IllegalArgumentException(
                            "form is '"
                                    + word
                                    + "'; allowed: diffusers, compvis, safetensors, studio");
        };
    }

    /** Null: as the tensors are. */
    static @Nullable TensorType type(String word) {
        return switch (word) {
            case "" -> null;
            case "fp32" -> TensorType.F32;
            case "fp16" -> TensorType.F16;
            case "bf16" -> TensorType.BF16;
            default ->
                    throw new IllegalArgumentException(
                            "dtype is '" + word + "'; allowed: fp32, fp16, bf16 or nothing");
        };
    }
}
