package ldmstudio.engine.denoiser;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a level of a UNet is made of, beside its residual blocks. */
public enum LevelType {
    /** No attention; a convolution resamples. */
    PLAIN("DownBlock2D", "UpBlock2D"),
    /** Self-attention after each residual block. */
    ATTENTION("AttnDownBlock2D", "AttnUpBlock2D"),
    /** A transformer after each residual block. */
    CROSS_ATTENTION("CrossAttnDownBlock2D", "CrossAttnUpBlock2D"),
    /** No attention; a residual block resamples. */
    RESIDUAL("ResnetDownsampleBlock2D", "ResnetUpsampleBlock2D");

    private final String down;
    private final String up;

    LevelType(String down, String up) {
        this.down = down;
        this.up = up;
    }

    /** The reference's name on the way down. */
    public String down() {
        return down;
    }

    /** The reference's name on the way up. */
    public String up() {
        return up;
    }

    static List<LevelType> down(List<String> names, boolean cross) {
        return names.stream().map(name -> of("down_block_types", name, cross, true)).toList();
    }

    static List<LevelType> up(List<String> names, boolean cross) {
        return names.stream().map(name -> of("up_block_types", name, cross, false)).toList();
    }

    private static LevelType of(String key, String given, boolean cross, boolean isDown) {
        String name = given.startsWith("UNetRes") ? given.substring("UNetRes".length()) : given;
        List<LevelType> allowed =
                Arrays.stream(values()).filter(t -> cross || t != CROSS_ATTENTION).toList();
        for (LevelType type : allowed) {
            if (name.equals(isDown ? type.down : type.up)) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                key
                        + " holds "
                        + given
                        + ", supported are "
                        + allowed.stream()
                                .map(type -> isDown ? type.down : type.up)
                                .collect(Collectors.joining(", ")));
    }
}
