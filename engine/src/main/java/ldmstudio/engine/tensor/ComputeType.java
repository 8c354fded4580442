package ldmstudio.engine.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The arithmetic of convolutions, matrix products and attention. Parameters, losses, the statistics
 * of norms and the optimizer's state stay fp32 whatever is chosen here.
 */
public enum ComputeType {
    FP32(6),
    BF16(15);

    /** ATen's number of the scalar type ({@code c10::ScalarType}). */
    private final int scalarType;

    ComputeType(int scalarType) {
        this.scalarType = scalarType;
    }

    int scalarType() {
        return scalarType;
    }

    /**
     * The type that a configuration word names: {@code fp32}, {@code bf16}, or {@code auto}, which
     * is BF16 on a GPU and where the CPU multiplies bf16 in hardware (AMX or AVX512-BF16), else
     * FP32.
     *
     * @throws IllegalArgumentException for another word
     */
    public static ComputeType of(String word, boolean gpu) {
        return switch (word) {
            case "fp32" -> FP32;
            case "bf16" -> BF16;
            case "auto" -> gpu || cpuHasBf16() ? BF16 : FP32;
            default ->
                    throw new IllegalArgumentException(
                            "compute is '" + word + "', allowed are fp32, bf16 and auto");
        };
    }

    /**
     * Whether this CPU says that it multiplies bf16 in hardware; false where the system does not
     * tell.
     */
    public static boolean cpuHasBf16() {
        try {
            String info = Files.readString(Path.of("/proc/cpuinfo"));
            return info.contains("amx_bf16") || info.contains("avx512_bf16");
        } catch (IOException notLinux) {
            return false;
        }
    }
}
