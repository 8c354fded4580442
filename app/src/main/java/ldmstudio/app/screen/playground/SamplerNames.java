package ldmstudio.app.screen.playground;

import java.util.Map;

/** Samplers as the field writes them. */
public final class SamplerNames {
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("ddpm", "DDPM"),
                    Map.entry("ddim", "DDIM"),
                    Map.entry("ancestral", "Ancestral"),
                    Map.entry("ancestral_large", "Ancestral, more noise"),
                    Map.entry("dpmpp_1s", "DPM-Solver++ 1S"),
                    Map.entry("dpmpp_2m", "DPM-Solver++ 2M"),
                    Map.entry("dpmpp_3m", "DPM-Solver++ 3M"),
                    Map.entry("dpmpp_sde", "DPM-Solver++ SDE"),
                    Map.entry("euler", "Euler"),
                    Map.entry("euler_ancestral", "Euler ancestral"),
                    Map.entry("heun", "Heun"),
                    Map.entry("pndm", "PNDM"),
                    Map.entry("unipc", "UniPC"),
                    Map.entry("lcm", "LCM"),
                    Map.entry("flow_euler", "Flow-match Euler"),
                    Map.entry("tld_ddim", "TLD DDIM"),
                    Map.entry("tld_dpmpp", "TLD DPM-Solver++ 2M"));

    private SamplerNames() {}

    /** The name of a word of the configuration; a word that is not known here is its own name. */
    public static String of(String word) {
        return NAMES.getOrDefault(word, word);
    }
}
