package ldmstudio.engine.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code model_index.json}: the class of diffusers that draws from a folder, and its parts.
 *
 * <p>With a text encoder it is StableDiffusionPipeline, without an autoencoder and without classes
 * DDPMPipeline. diffusers has no class for latent models without text or for classes with guidance;
 * such a folder gets the small {@code ldm_studio_pipeline.py}, which diffusers loads from beside
 * the index. Networks that diffusers does not know (the transformers, ExplainingAI's) are named
 * with our own class, and only the other parts can be loaded there.
 */
public final class PipelineIndex {
    /** Found as a resource and written beside an index that names it. */
    static final String SCRIPT = "ldm_studio_pipeline";

    private static final String OWN = "LDMStudioPipeline";
    private static final Set<String> KNOWN_DENOISERS =
            Set.of("UNet2DModel", "UNet2DConditionModel");
    private static final Set<String> KNOWN_AUTOENCODERS = Set.of("AutoencoderKL", "VQModel");
    private static final List<String> NONE = Arrays.asList(null, null);

    private PipelineIndex() {}

    /**
     * Writes the index, and the script where it names it.
     *
     * @param components {@code [library, class]} by the name of the part's folder
     * @param classConditional whether the denoiser is told a class
     */
    public static void write(
            Path folder, Map<String, List<String>> components, boolean classConditional)
            throws IOException {
        Map<String, Object> index = of(components, classConditional);
        ModelFolder.writeJson(folder.resolve(PipelineFolder.INDEX), index);
        if (index.get("_class_name") instanceof List<?>) {
            Files.write(folder.resolve(SCRIPT + ".py"), script());
        }
    }

    static Map<String, Object> of(Map<String, List<String>> components, boolean classConditional) {
        String denoiser = className(components, PipelineSource.UNET);
        String autoencoder = className(components, PipelineSource.VAE);
        boolean text = components.containsKey(PipelineSource.TEXT_ENCODER);
        Map<String, Object> index = new LinkedHashMap<>();
        boolean stable =
                text
                        && !classConditional
                        && denoiser.equals("UNet2DConditionModel")
                        && autoencoder.equals("AutoencoderKL");
        boolean pixels =
                denoiser.equals("UNet2DModel") && autoencoder.isEmpty() && !classConditional;
        boolean known =
                KNOWN_DENOISERS.contains(denoiser)
                        && (autoencoder.isEmpty() || KNOWN_AUTOENCODERS.contains(autoencoder));
        if (stable) {
            index.put("_class_name", "StableDiffusionPipeline");
            index.put("feature_extractor", NONE);
            index.put("image_encoder", NONE);
            index.put("safety_checker", NONE);
            index.put("requires_safety_checker", false);
        } else if (pixels) {
            index.put("_class_name", "DDPMPipeline");
        } else {
            index.put("_class_name", known && !text ? List.of(SCRIPT, OWN) : OWN);
        }
        index.put("_diffusers_version", "0.30.0");
        index.putAll(components);
        if (index.get("_class_name") instanceof List<?> && autoencoder.isEmpty()) {
            index.put(PipelineSource.VAE, NONE);
        }
        return index;
    }

    private static String className(Map<String, List<String>> components, String part) {
        List<String> pair = components.get(part);
        return pair == null || pair.size() < 2 ? "" : pair.get(1);
    }

    private static byte[] script() {
        try (InputStream in = PipelineIndex.class.getResourceAsStream(SCRIPT + ".py")) {
            if (in == null) {
                throw new IllegalStateException("the resource " + SCRIPT + ".py is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
