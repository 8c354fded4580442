package ldmstudio.engine.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How pictures are drawn, as flags of every command that draws. */
final class DrawingOptions {
    @Option(names = "--steps", description = "denoiser calls a picture")
    private @Nullable Integer steps;

    @Option(names = "--guidance", description = "1 is off; larger follows prompt or class more")
    private @Nullable Double guidance;

    @Option(
            names = "--sampler",
            description = "ddim, dpmpp_2m, euler, ... (ldm names them when one is wrong)")
    private @Nullable String sampler;

    /** What was given, by the keys of {@code sampling}. */
    Map<String, Object> given() {
        Map<String, Object> given = new LinkedHashMap<>();
        if (steps != null) {
            given.put("steps", steps);
        }
        if (sampler != null) {
            given.put("sampler", sampler);
        }
        if (guidance != null) {
            given.put("guidance_scale", guidance);
        }
        return given;
    }
}
